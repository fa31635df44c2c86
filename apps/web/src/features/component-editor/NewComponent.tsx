import { Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ComponentImported, componentIdFrom } from '@stepkey/shared/own-component'
import { useState } from 'react'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { DocumentFile } from './DocumentFile.tsx'
import { newDefinition } from './definitionDraft.ts'
import { ImportResult } from './ImportResult.tsx'
import { SOURCES, type Source } from './importSources.ts'
import { useComponentsChanged } from './useComponentsChanged.ts'

interface NewComponentProps {
  /** The ids that are taken. */
  taken: readonly string[]
  onClose(): void
  onCreated(componentId: string): void
}

/** Creates the draft of a component: an empty one, or one that is made from a document. */
export function NewComponent({ taken, onClose, onCreated }: NewComponentProps) {
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const { run, isPending, error } = useSecretCall()
  const [imported, setImported] = useState<ComponentImported>()
  const form = useForm<{ source: Source; title: string; document: string }>({
    initialValues: { source: 'empty', title: '', document: '' },
    validate: {
      title: (title, { source }) =>
        source === 'empty' && title.trim() === '' ? 'Fill in this field.' : null,
      document: (text, { source }) =>
        source !== 'empty' && text.trim() === '' ? 'Fill in this field.' : null,
    },
  })
  const { source } = form.values

  const submit = form.onSubmit(async ({ title, document }) => {
    const name = title.trim()
    const saved = await run(async () => {
      const made =
        source === 'empty' ? undefined : await client.components.import.mutate({ format: source, document })
      const definition = made
        ? { ...made.definition, ...(name !== '' && { title: name }) }
        : newDefinition(name)
      const componentId = freeId(made && name === '' ? made.componentId : componentIdFrom(name), taken)
      await client.components.save.mutate({ componentId, definition })
      return { made, componentId }
    })
    if (!saved) return
    await componentsChanged()
    if (saved.made) setImported({ ...saved.made, componentId: saved.componentId })
    else onCreated(saved.componentId)
  })

  if (imported) return <ImportResult imported={imported} onContinue={() => onCreated(imported.componentId)} />
  return (
    <Dialog title="New component" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Select
            {...form.getInputProps('source')}
            label="Start with"
            data={Object.entries(SOURCES).map(([value, { label }]) => ({ value, label }))}
            allowDeselect={false}
            comboboxProps={{ withinPortal: true }}
          />
          {source !== 'empty' && (
            <>
              <Textarea
                {...form.getInputProps('document')}
                label={SOURCES[source].label}
                description="Secrets in it are left out: they become fields."
                placeholder={SOURCES[source].placeholder}
                autosize
                minRows={4}
                maxRows={12}
                spellCheck={false}
                autoComplete="off"
                styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
              />
              {source !== 'curl' && <DocumentFile onRead={(text) => form.setFieldValue('document', text)} />}
            </>
          )}
          <TextInput
            {...form.getInputProps('title')}
            label="Title"
            description={
              source === 'empty'
                ? 'The name of the application, for example Acme Shop.'
                : 'Leave it empty to take it from the document.'
            }
            maxLength={100}
            autoComplete="off"
            data-autofocus
          />
          <FormFooter problem={error} isPending={isPending}>
            Create draft
          </FormFooter>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Returns the id, or one with a number if it is taken. */
function freeId(id: string, taken: readonly string[]): string {
  let free = id
  for (let number = 2; taken.includes(free); number++) free = `${id}-${number}`
  return free
}
