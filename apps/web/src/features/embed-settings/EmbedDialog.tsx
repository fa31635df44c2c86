import { Stack, TextInput } from '@mantine/core'
import { CreateEmbed, type Embed } from '@stepkey/shared/connect'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { isolated } from '../../ui/text/isolated.ts'
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
    <Dialog title={embed ? `Edit “${isolated(embed.name)}”` : 'Add an origin'} onClose={onClose}>
      <EmbedForm embed={embed} onSaved={onClose} />
    </Dialog>
  )
}

function EmbedForm({ embed, onSaved }: Pick<EmbedDialogProps, 'embed'> & { onSaved(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const embedsChanged = useEmbedsChanged()
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(CreateEmbed, {
    name: embed?.name ?? '',
    origin: embed?.origin ?? '',
  })

  async function save({ name, origin }: { name: string; origin: string }) {
    const saved = await withPassword(() => {
      if (!embed) return client.embeds.create.mutate({ name, origin })
      // A new origin needs the password.
      const change = { embedId: embed.id, name, ...(origin !== embed.origin && { origin }) }
      return client.embeds.update.mutate(change)
    })
    if (!saved) return
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
          {embed ? 'Save' : 'Add origin'}
        </FormFooter>
      </Stack>
    </form>
  )
}
