import { Alert, Button, Group, List, Stack } from '@mantine/core'
import type { Credential } from '@stepkey/shared/credential'
import { type FieldDescription, isRecord } from '@stepkey/shared/schema'
import { IconUsers } from '@tabler/icons-react'
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
  const changed = changedLabels(base, latest, fields)
  return (
    <StaleAlert
      changed={changed.length > 0 ? changed : ['A secret was changed.']}
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
  return (
    <Alert
      color="amber"
      role="alert"
      icon={<IconUsers aria-hidden />}
      title="This credential was changed in the meantime"
    >
      <Stack gap="sm">
        <span>Nothing was saved. Your input is kept.</span>
        <List size="sm">
          {changed.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Group gap="xs">
          <Button onClick={onOverwrite}>Overwrite with my changes</Button>
          <Button variant="default" onClick={onLoad}>
            Discard my changes and reload
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function changedLabels(base: Credential, latest: Credential, fields: readonly FieldDescription[]): string[] {
  const lines = base.name === latest.name ? [] : [`Name: now “${isolated(latest.name)}”`]
  for (const field of fields) {
    const before = formatValue(base.values[field.name])
    const after = formatValue(latest.values[field.name])
    if (before !== after) lines.push(`${field.meta.label}: now ${after ? `“${isolated(after)}”` : 'empty'}`)
  }
  if (base.stored.join() !== latest.stored.join()) lines.push('The stored secrets changed')
  return lines
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (isRecord(value)) return Object.values(value).map(formatValue).join(', ')
  return value === undefined ? '' : String(value)
}
