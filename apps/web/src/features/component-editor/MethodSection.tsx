import { Button, Group, Paper, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { Section } from '../../ui/layout/Section.tsx'
import { freeName, newMethod } from './definitionDraft.ts'
import { useEditor } from './editorContext.ts'
import { FieldRows } from './FieldRows.tsx'
import { PlacementRows } from './PlacementRows.tsx'
import { TokenFields } from './TokenFields.tsx'
import { VerificationFields } from './VerificationFields.tsx'

interface MethodSectionProps {
  methodId: string
  onChoose(methodId: string): void
}

/** Edits the methods, one at a time. */
export function MethodSection({ methodId, onChoose }: MethodSectionProps) {
  const { record, set, text } = useEditor()
  const methods = record(['methods'])
  const ids = Object.keys(methods)

  function add() {
    const id = freeName(methods, 'method')
    set(['methods', id], newMethod('New method'))
    onChoose(id)
  }

  function remove() {
    set(['methods', methodId], undefined)
    onChoose(ids.find((id) => id !== methodId) ?? '')
  }

  return (
    <Section
      title="Methods"
      lead="The ways to authenticate. Each has a form of its own."
      actions={
        <Group gap="xs">
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
            Add method
          </Button>
          {ids.length > 1 && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={remove}
            >
              Remove method
            </Button>
          )}
        </Group>
      }
    >
      {ids.length > 1 && (
        <Select
          label="Method to edit"
          data={ids.map((id) => ({ value: id, label: text(['methods', id, 'title']) || id }))}
          value={methodId}
          onChange={(id) => id && onChoose(id)}
          allowDeselect={false}
        />
      )}
      {ids.includes(methodId) && <MethodFields key={methodId} methodId={methodId} />}
    </Section>
  )
}

function MethodFields({ methodId }: { methodId: string }) {
  const method = ['methods', methodId]
  const { input } = useEditor(method)
  return (
    <Paper withBorder radius="lg" p="md">
      <Stack gap="xl">
        <Stack gap="md">
          <TextInput {...input(['title'], { isRequired: true })} label="Name of the method" />
          <TextInput
            {...input(['baseUrl'])}
            label="Base URL"
            description="Where all requests begin. It can contain fields, for example https://{{site}}.example.com."
            placeholder="https://api.example.com"
            spellCheck={false}
            inputMode="url"
          />
        </Stack>
        <TokenFields method={method} />
        <FieldRows method={method} />
        <PlacementRows method={method} />
        <VerificationFields method={method} />
      </Stack>
    </Paper>
  )
}
