import { Stack, Textarea, TextInput } from '@mantine/core'
import { CreateRequest, type RequestCreated } from '@stepkey/shared/credential-request'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { OneTimeLink } from '../../ui/feedback/OneTimeLink.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialRequestsChanged } from './useCredentialRequestsChanged.ts'

interface AskForCredentialProps {
  component: { id: string; title: string }
  onClose(): void
}

type Made = RequestCreated & { email?: string }

/** Makes a link to hand over one credential, sends it if it can, and shows it, once: it lives in this dialog. */
export function CreateCredentialRequest({ component, onClose }: AskForCredentialProps) {
  const [made, setMade] = useState<Made>()
  return (
    <Dialog
      title={made ? 'The link is ready' : `Ask somebody for a ${component.title} credential`}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <OneTimeLink label="Link to hand it over" made={made} onClose={onClose}>
          Send it to one person, who needs no account: it works once, within 7 days. You see here when the
          credential has come in.
        </OneTimeLink>
      ) : (
        <AskForm componentId={component.id} onMade={setMade} />
      )}
    </Dialog>
  )
}

function AskForm({ componentId, onMade }: { componentId: string; onMade(made: Made): void }) {
  const { client } = useApi()
  const requestsChanged = useCredentialRequestsChanged()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateRequest,
    { name: '', note: '', email: '' },
    ({ name, note, email }) => ({
      componentId,
      name,
      ...(note.trim() && { note }),
      ...(email.trim() && { email }),
    }),
  )

  async function make(input: CreateRequest) {
    onMade({ ...(await client.requests.create.mutate(input)), email: input.email })
    await requestsChanged()
  }

  return (
    <form ref={element} onSubmit={onSubmit(make)} noValidate aria-label="Ask somebody for a credential">
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
        <FormFooter problem={problem} isPending={isPending}>
          {form.values.email.trim() ? 'Make link and send it' : 'Make link'}
        </FormFooter>
      </Stack>
    </form>
  )
}
