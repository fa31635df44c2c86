import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { CreateEmbed, type Embed } from '@stepkey/shared/connect'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { fieldErrorsOf, useApi } from '../api.ts'
import { focusFirstError } from '../forms/focusFirstError.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useEmbedsChanged } from './useEmbedsChanged.ts'

interface EmbedDialogProps {
  /** The one to change; absent for a new one. */
  embed?: Embed
  onClose(): void
}

/** Where the picker may be shown. */
export function EmbedDialog({ embed, onClose }: EmbedDialogProps) {
  const { client } = useApi()
  const embedsChanged = useEmbedsChanged()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm({ initialValues: { name: embed?.name ?? '', origin: embed?.origin ?? '' } })
  const save = useMutation({
    mutationFn: (input: { name: string; origin: string }) =>
      embed
        ? client.embeds.update.mutate({ embedId: embed.id, ...input })
        : client.embeds.create.mutate(input),
    onSuccess: async () => {
      await embedsChanged()
      onClose()
    },
    onError: (error) => showErrors(fieldErrorsOf(error)),
  })

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    focusFirstError(element.current)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const parsed = CreateEmbed.safeParse(form.getValues())
    if (parsed.success) save.mutate(parsed.data)
    else showErrors(fieldErrors(parsed.error))
  }

  return (
    <Dialog title={embed ? `Change “${embed.name}”` : 'Add a place'} onClose={onClose}>
      <form ref={element} noValidate onSubmit={submit} aria-label="Place that shows the picker">
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
            label="Origin of its pages"
            description="Scheme and host, with the port if there is one. No page of another origin can show the picker."
            placeholder="https://app.example.com"
            required
            autoComplete="off"
            inputMode="url"
          />
          <FormError of={save.error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {embed ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
