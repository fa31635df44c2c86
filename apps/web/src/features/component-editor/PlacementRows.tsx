import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Path } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'

const places = [
  { value: 'header', label: 'Header' },
  { value: 'query', label: 'Query' },
  { value: 'cookie', label: 'Cookie' },
  { value: 'body', label: 'Body' },
  { value: 'basic', label: 'Basic auth' },
]

/** Edits where the values of a method go in each request. */
export function PlacementRows({ method }: { method: Path }) {
  const { list, set } = useEditor(method)
  const rows = list(['place'])
  return (
    <Stack gap="sm" role="group" aria-label="Where the values go">
      <div>
        <Text fw={600}>Where the values go</Text>
        <Text size="sm" c="dimmed">
          In every request of the verification and of flows.
        </Text>
      </div>
      {rows.map((_, index) => (
        <PlacementRow key={index} path={[...method, 'place', index]} number={index + 1} />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set(['place'], [...rows, { in: 'header', name: '', value: '' }])}
        style={{ alignSelf: 'flex-start' }}
      >
        Add place
      </Button>
    </Stack>
  )
}

function PlacementRow({ path, number }: { path: Path; number: number }) {
  const { input, set, text, record } = useEditor(path)
  const isBasic = text(['in']) === 'basic'
  const hasLines = 'lines' in record()

  const change = (place: string | null) =>
    set([], place === 'basic' ? { in: 'basic', user: '', password: '' } : { in: place, name: '', value: '' })

  return (
    <Group gap="xs" align="flex-end" role="group" aria-label={`Place ${number}`}>
      <Select
        label="Part"
        data={places}
        value={text(['in']) || null}
        onChange={change}
        allowDeselect={false}
        flex="0 1 120px"
      />
      {(isBasic ? ['user', 'password'] : hasLines ? ['lines'] : ['name', 'value']).map((member) => (
        <TextInput
          key={member}
          {...input([member], { isRequired: true })}
          label={LABELS[member]}
          placeholder={PLACEHOLDERS[member]}
          spellCheck={false}
          flex="1 1 140px"
        />
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="input-sm"
        aria-label={`Remove place ${number}`}
        onClick={() => set([], undefined)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}

const LABELS: Record<string, string> = {
  user: 'User',
  password: 'Password',
  lines: 'Lines',
  name: 'Name',
  value: 'Value',
}
const PLACEHOLDERS: Record<string, string> = {
  user: '{{user}}',
  password: '{{password}}',
  lines: '{{headers}}',
  name: 'X-API-Key',
  value: '{{apiKey}}',
}
