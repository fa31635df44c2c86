import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { CreateRequest, type RequestCreated } from '@stepkey/shared/request'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { fieldErrorsOf, useApi } from '../api.ts'
import { focusFirstError } from '../forms/focusFirstError.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { RequestReady } from './RequestReady.tsx'
import { useRequestsChanged } from './useRequestsChanged.ts'

interface AskForCredentialProps {
  component: { id: string; title: string }
  onClose(): void
}

/** Makes a link to hand over one credential, sends it if it can, and shows it, once: it lives in this dialog. */
export function AskForCredential({ component, onClose }: AskForCredentialProps) {
  const { client } = useApi()
  const requestsChanged = useRequestsChanged()
  const { run, isPending, error } = useSecretCall()
  const element = useRef<HTMLFormElement>(null)
  const [made, setMade] = useState<RequestCreated>()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const form = useForm({ initialValues: { name: '', note: '', email: '' } })
  const email = form.values.email.trim()

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    focusFirstError(element.current)
  }

  async function make(event: FormEvent) {
    event.preventDefault()
    const { name, note } = form.getValues()
    const input = { componentId: component.id, name, ...(note.trim() && { note }), ...(email && { email }) }
    const parsed = CreateRequest.safeParse(input)
    if (!parsed.success) return showErrors(fieldErrors(parsed.error))
    const answer = await run(
      () => client.requests.create.mutate(parsed.data),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
    if (!answer) return
    setMade(answer)
    await requestsChanged()
  }

  if (made) return <RequestReady made={made} email={email} onClose={onClose} />
  return (
    <Dialog title={`Ask somebody for a ${component.title} credential`} onClose={onClose}>
      <form ref={element} onSubmit={make} noValidate aria-label="Ask somebody for a credential">
        <Stack gap="lg">
          <TextInput
            {...form.getInputProps('name')}
            label="Name of the credential"
            description="What you will find it by. Whoever you ask sees it, too."
            required
            autoComplete="off"
            data-1p-ignore
            data-autofocus
          />
          <Textarea
            {...form.getInputProps('note')}
            label="What to tell them"
            description="Which account it shall be of, for example. Anybody with the link can read it."
            autosize
            minRows={2}
            maxRows={6}
          />
          {welcome?.mail && (
            <TextInput
              {...form.getInputProps('email')}
              label="E-mail"
              description="Stepkey sends the link there. Leave it empty to hand the link over yourself."
              type="email"
              autoComplete="off"
            />
          )}
          <FormError of={error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              {email ? 'Make link and send it' : 'Make link'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
