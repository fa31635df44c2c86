import { Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { idFromTitle, newDefinition } from './definitionDraft.ts'
import { useComponentsChanged } from './useComponentsChanged.ts'

interface NewComponentProps {
  /** The ids that are taken. */
  taken: readonly string[]
  onClose(): void
  onCreated(componentId: string): void
}

/** Creates the draft of a component. */
export function NewComponent({ taken, onClose, onCreated }: NewComponentProps) {
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const { run, isPending, error } = useSecretCall()
  const form = useForm({
    initialValues: { title: '' },
    validate: { title: (title) => (title.trim() === '' ? 'Fill in this field.' : null) },
  })

  const submit = form.onSubmit(async ({ title }) => {
    const base = idFromTitle(title)
    const componentId = taken.includes(base)
      ? `${base}-${taken.filter((id) => id.startsWith(base)).length + 1}`
      : base
    const definition = newDefinition(title.trim())
    const saved = await run(() => client.components.save.mutate({ componentId, definition }))
    if (!saved) return
    await componentsChanged()
    onCreated(componentId)
  })

  return (
    <Dialog title="New component" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            {...form.getInputProps('title')}
            label="Title"
            description="The name of the application, for example Acme Shop."
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
