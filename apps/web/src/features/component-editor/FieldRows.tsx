import { ActionIcon, Button, Checkbox, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { ChoiceOptions } from './ChoiceOptions.tsx'
import {
  freeName,
  type Json,
  type Path,
  withMoved,
  withRenamed,
  withRenamedField,
} from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'
import { asKind, FIELD_KINDS, type FieldKind, kindOf } from './fieldKinds.ts'

const kinds = Object.entries(FIELD_KINDS).map(([value, label]) => ({ value, label }))
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,99}$/

/** Edits the fields of a method, in the order of the form. They can be moved by dragging and with buttons. */
export function FieldRows({ method }: { method: Path }) {
  const { record, set, value, list } = useEditor(method)
  const properties = record(['fields', 'properties'])
  const names = Object.keys(properties)
  const required = list(['fields', 'required'])
  const [dragged, setDragged] = useState<string>()

  function add() {
    const name = freeName(properties, 'field')
    set(['fields'], {
      ...record(['fields']),
      type: 'object',
      properties: { ...properties, [name]: { type: 'string', title: 'New field' } },
      required: [...required, name],
      additionalProperties: false,
    })
  }

  function rename(name: string, to: string) {
    if (!NAME.test(to) || Object.hasOwn(properties, to)) return
    const fields = {
      ...record(['fields']),
      properties: withRenamed(properties, name, to),
      required: required.map((one) => (one === name ? to : one)),
    }
    set([], { ...(withRenamedField(value(), name, to) as Json), fields })
  }

  const move = (name: string, by: number) => set(['fields', 'properties'], withMoved(properties, name, by))

  function dropOn(event: DragEvent, name: string) {
    event.preventDefault()
    if (dragged !== undefined) move(dragged, names.indexOf(name) - names.indexOf(dragged))
    setDragged(undefined)
  }

  return (
    <Stack gap="sm" role="group" aria-label="Fields">
      <div>
        <Text fw={600}>Fields</Text>
        <Text size="sm" c="dimmed">
          What users enter. Other parts use them by name, for example {'{{apiKey}}'}.
        </Text>
      </div>
      {names.map((name, index) => (
        <Paper
          key={name}
          withBorder
          radius="md"
          p="sm"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => dropOn(event, name)}
        >
          <FieldRow
            path={[...method, 'fields', 'properties', name]}
            name={name}
            isRequired={required.includes(name)}
            onRequired={(isRequired) =>
              set(
                ['fields', 'required'],
                isRequired ? [...required, name] : required.filter((one) => one !== name),
              )
            }
            onRename={(to) => rename(name, to)}
            handle={
              // biome-ignore lint/a11y/noStaticElementInteractions: keyboards have the buttons beside it
              <span
                draggable
                onDragStart={() => setDragged(name)}
                onDragEnd={() => setDragged(undefined)}
                title="Drag to move"
                style={{ cursor: 'grab', display: 'flex' }}
              >
                <IconGripVertical size={16} aria-hidden />
              </span>
            }
            actions={
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${name} up`}
                  disabled={index === 0}
                  onClick={() => move(name, -1)}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${name} down`}
                  disabled={index === names.length - 1}
                  onClick={() => move(name, 1)}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${name}`}
                  onClick={() => {
                    const { [name]: _, ...others } = properties
                    const left = required.filter((one) => one !== name)
                    set(['fields'], { ...record(['fields']), properties: others, required: left })
                  }}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </>
            }
          />
        </Paper>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={add}
        style={{ alignSelf: 'flex-start' }}
      >
        Add field
      </Button>
    </Stack>
  )
}

interface FieldRowProps {
  path: Path
  name: string
  isRequired: boolean
  onRequired(isRequired: boolean): void
  onRename(name: string): void
  handle: React.ReactNode
  actions: React.ReactNode
}

function FieldRow({ path, name, isRequired, onRequired, onRename, handle, actions }: FieldRowProps) {
  const { input, set, record } = useEditor(path)
  const [typedName, setTypedName] = useState(name)
  const field = record()
  const kind = kindOf(field)
  return (
    <Stack gap="xs" role="group" aria-label={`Field ${name}`}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          {handle}
          <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{`{{${name}}}`}</Text>
        </Group>
        <Group gap={2} wrap="nowrap">
          {actions}
        </Group>
      </Group>
      <Group gap="xs" align="flex-start">
        <TextInput {...input(['title'], { isRequired: true })} label="Label" flex="1 1 140px" />
        <TextInput
          label="Name"
          value={typedName}
          onChange={({ currentTarget }) => setTypedName(currentTarget.value)}
          onBlur={() => (NAME.test(typedName) ? onRename(typedName) : setTypedName(name))}
          autoComplete="off"
          spellCheck={false}
          flex="1 1 120px"
        />
        <Select
          label="Kind"
          data={kind ? kinds : [...kinds, { value: 'other', label: 'Other (see JSON)' }]}
          value={kind ?? 'other'}
          onChange={(value) => value && value !== 'other' && set([], asKind(field, value as FieldKind))}
          allowDeselect={false}
          flex="1 1 140px"
        />
      </Group>
      <TextInput {...input(['description'])} label="Help" placeholder="What this is, and where to find it" />
      {kind === 'choice' && <ChoiceOptions path={path} />}
      <Checkbox
        label="Required"
        checked={isRequired}
        onChange={({ currentTarget }) => onRequired(currentTarget.checked)}
      />
    </Stack>
  )
}
