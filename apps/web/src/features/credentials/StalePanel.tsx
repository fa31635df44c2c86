import { Alert, Button, Group, List, Stack } from '@mantine/core'
import type { Credential } from '@stepkey/shared/credential'
import { type FieldDescription, isRecord } from '@stepkey/shared/schema'
import { IconUsers } from '@tabler/icons-react'

interface StalePanelProps {
  base: Credential
  theirs: Credential
  fields: readonly FieldDescription[]
  onOverwrite(): void
  onLoad(): void
}

/** Somebody else changed the credential meanwhile: what changed, and whose version shall stand. */
export function StalePanel({ base, theirs, fields, onOverwrite, onLoad }: StalePanelProps) {
  const changed = changedLabels(base, theirs, fields)
  return (
    <Alert
      color="amber"
      role="alert"
      icon={<IconUsers aria-hidden />}
      title="Somebody changed this credential meanwhile"
    >
      <Stack gap="sm">
        <span>Nothing was saved. What you typed is still here.</span>
        {changed.length > 0 ? (
          <List size="sm">
            {changed.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        ) : (
          <span>They changed a secret.</span>
        )}
        <Group gap="xs">
          <Button onClick={onOverwrite}>Save mine over it</Button>
          <Button variant="default" onClick={onLoad}>
            Load theirs
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function changedLabels(base: Credential, theirs: Credential, fields: readonly FieldDescription[]): string[] {
  const lines = base.name === theirs.name ? [] : [`Name: now “${theirs.name}”`]
  for (const field of fields) {
    const before = inWords(base.values[field.name])
    const after = inWords(theirs.values[field.name])
    if (before !== after) lines.push(`${field.meta.label}: now ${after ? `“${after}”` : 'empty'}`)
  }
  if (base.stored.join() !== theirs.stored.join()) lines.push('Which secrets are stored')
  return lines
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (isRecord(value)) return Object.values(value).map(inWords).join(', ')
  return value === undefined ? '' : String(value)
}
