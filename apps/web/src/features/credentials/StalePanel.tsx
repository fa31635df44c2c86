import { Alert, Button, Group, List, Stack } from '@mantine/core'
import type { Credential } from '@stepkey/shared/credential'
import { type FieldDescription, isRecord } from '@stepkey/shared/schema'
import { IconUsers } from '@tabler/icons-react'
import { useTranslations } from 'use-intl'
import { isolated } from '../../ui/text/isolated.ts'

interface StalePanelProps {
  base: Credential
  latest: Credential
  fields: readonly FieldDescription[]
  onOverwrite(): void
  onLoad(): void
}

/** Shows what changed in a credential since the edit began, and lets the user overwrite or reload it. */
export function StalePanel({ base, latest, fields, onOverwrite, onLoad }: StalePanelProps) {
  const t = useTranslations('stale')
  const changed = useChangedLabels(base, latest, fields)
  return (
    <StaleAlert
      changed={changed.length > 0 ? changed : [t('secretChanged')]}
      onOverwrite={onOverwrite}
      onLoad={onLoad}
    />
  )
}

interface StaleAlertProps extends Pick<StalePanelProps, 'onOverwrite' | 'onLoad'> {
  /** What changed, a line each. */
  changed: readonly string[]
}

/** Says that a credential was changed in the meantime, and offers to overwrite or to reload it. */
export function StaleAlert({ changed, onOverwrite, onLoad }: StaleAlertProps) {
  const t = useTranslations()
  return (
    <Alert color="amber" role="alert" icon={<IconUsers aria-hidden />} title={t('stale.title')}>
      <Stack gap="sm">
        <span>{t('verification.inputKept')}</span>
        <List size="sm">
          {changed.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Group gap="xs">
          <Button onClick={onOverwrite}>{t('stale.overwrite')}</Button>
          <Button variant="default" onClick={onLoad}>
            {t('stale.reload')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function useChangedLabels(
  base: Credential,
  latest: Credential,
  fields: readonly FieldDescription[],
): string[] {
  const t = useTranslations()
  const changeOf = (label: string, value: string) =>
    value ? t('stale.nowValue', { label, value: isolated(value) }) : t('stale.nowEmpty', { label })
  const lines = base.name === latest.name ? [] : [changeOf(t('common.name'), latest.name)]
  for (const field of fields) {
    const before = formatValue(base.values[field.name])
    const after = formatValue(latest.values[field.name])
    if (before !== after) lines.push(changeOf(field.meta.label, after))
  }
  if (base.stored.join() !== latest.stored.join()) lines.push(t('stale.secretsChanged'))
  return lines
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (isRecord(value)) return Object.values(value).map(formatValue).join(', ')
  return value === undefined ? '' : String(value)
}
