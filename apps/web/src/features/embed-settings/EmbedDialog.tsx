import { Stack, TextInput } from '@mantine/core'
import { CreateEmbed, type Embed } from '@stepkey/shared/connect'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useEmbedsChanged } from './useEmbedsChanged.ts'

interface EmbedDialogProps {
  /** The embed to edit; absent for a new one. */
  embed?: Embed
  onClose(): void
}

/** Adds or edits an embed: an origin whose pages may show the picker. */
export function EmbedDialog({ embed, onClose }: EmbedDialogProps) {
  return (
    <Dialog title={embed ? `Edit “${embed.name}”` : 'Add embed'} onClose={onClose}>
      <EmbedForm embed={embed} onSaved={onClose} />
    </Dialog>
  )
}

function EmbedForm({ embed, onSaved }: Pick<EmbedDialogProps, 'embed'> & { onSaved(): void }) {
  const { client } = useApi()
  const embedsChanged = useEmbedsChanged()
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(CreateEmbed, {
    name: embed?.name ?? '',
    origin: embed?.origin ?? '',
  })

  async function save(input: { name: string; origin: string }) {
    if (embed) await client.embeds.update.mutate({ embedId: embed.id, ...input })
    else await client.embeds.create.mutate(input)
    await embedsChanged()
    onSaved()
  }

  return (
    <form ref={element} noValidate onSubmit={onSubmit(save)} aria-label="Embed">
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name"
          placeholder="Flow builder, production"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <TextInput
          {...form.getInputProps('origin')}
          label="Origin"
          description="Scheme and host, with the port if there is one. Only pages of this origin can show the picker."
          placeholder="https://app.example.com"
          required
          autoComplete="off"
          inputMode="url"
        />
        <FormFooter problem={problem} isPending={isPending}>
          {embed ? 'Save' : 'Add'}
        </FormFooter>
      </Stack>
    </form>
  )
}
