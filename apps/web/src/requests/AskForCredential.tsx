import { Stack, Textarea, TextInput } from '@mantine/core'
import { CreateRequest, type RequestCreated } from '@stepkey/shared/request'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../api.ts'
import { useCheckedForm } from '../forms/useCheckedForm.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormFoot } from '../ui/FormFoot.tsx'
import { LinkReady } from '../ui/LinkReady.tsx'
import { useRequestsChanged } from './useRequestsChanged.ts'

interface AskForCredentialProps {
  component: { id: string; title: string }
  onClose(): void
}

type Made = RequestCreated & { email?: string }

/** Makes a link to hand over one credential, sends it if it can, and shows it, once: it lives in this dialog. */
export function AskForCredential({ component, onClose }: AskForCredentialProps) {
  const [made, setMade] = useState<Made>()
  return (
    <Dialog
      title={made ? 'The link is ready' : `Ask somebody for a ${component.title} credential`}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <LinkReady label="Link to hand it over" made={made} onClose={onClose}>
          Send it to one person, who needs no account: it works once, within 7 days. You see here when the
          credential has come in.
        </LinkReady>
      ) : (
        <AskForm componentId={component.id} onMade={setMade} />
      )}
    </Dialog>
  )
}

function AskForm({ componentId, onMade }: { componentId: string; onMade(made: Made): void }) {
  const { client } = useApi()
  const requestsChanged = useRequestsChanged()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { form, element, onSubmit, isPending, problem } = useCheckedForm(
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
        <FormFoot problem={problem} isPending={isPending}>
          {form.values.email.trim() ? 'Make link and send it' : 'Make link'}
        </FormFoot>
      </Stack>
    </form>
  )
}
