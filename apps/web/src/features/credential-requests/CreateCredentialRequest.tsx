import { Select, Stack, Textarea, TextInput } from '@mantine/core'
import { CreateRequest, type RequestCreated } from '@stepkey/shared/credential-request'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { OneTimeLink } from '../../ui/feedback/OneTimeLink.tsx'
import { languageOptions } from '../../ui/language/languageOptions.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialRequestsChanged } from './useCredentialRequestsChanged.ts'

interface CreateCredentialRequestProps {
  component: { id: string; title: string }
  onClose(): void
}

type CreatedRequest = RequestCreated & { email?: string }

/** Creates a credential request, and shows its link once; the link exists only in the state of this dialog. */
export function CreateCredentialRequest({ component, onClose }: CreateCredentialRequestProps) {
  const [created, setCreated] = useState<CreatedRequest>()
  return (
    <Dialog
      title={created ? 'The link is ready' : `Request a ${component.title} credential`}
      onClose={onClose}
      isPrecious={created !== undefined}
    >
      {created ? (
        <OneTimeLink label="Request link" link={created} onClose={onClose}>
          Send the link to one person. They need no account. It works once, within 7 days. The credential
          appears in the list when it was provided.
        </OneTimeLink>
      ) : (
        <RequestForm componentId={component.id} onCreated={setCreated} />
      )}
    </Dialog>
  )
}

function RequestForm({
  componentId,
  onCreated,
}: {
  componentId: string
  onCreated(created: CreatedRequest): void
}) {
  const { client } = useApi()
  const requestsChanged = useCredentialRequestsChanged()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateRequest,
    { name: '', note: '', email: '', locale: '' },
    ({ name, note, email, locale }) => ({
      componentId,
      name,
      ...(note.trim() && { note }),
      ...(email.trim() && { email }),
      ...(locale && { locale }),
    }),
  )

  async function create(input: CreateRequest) {
    onCreated({ ...(await client.requests.create.mutate(input)), email: input.email })
    await requestsChanged()
  }

  return (
    <form ref={element} onSubmit={onSubmit(create)} noValidate aria-label="Request a credential">
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name of the credential"
          description="The recipient of the link sees this name, too."
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <Textarea
          {...form.getInputProps('note')}
          label="Message"
          description="For example, which account to use. Anyone with the link can read it."
          autosize
          minRows={2}
          maxRows={6}
        />
        {welcome?.mail && (
          <TextInput
            {...form.getInputProps('email')}
            label="E-mail"
            description="Stepkey sends the link to this address. Leave it empty to send the link yourself."
            type="email"
            autoComplete="off"
          />
        )}
        <Select
          {...form.getInputProps('locale')}
          label="Language"
          description="Of the page, and of the e-mail."
          placeholder="As their browser; the e-mail in English"
          data={languageOptions}
          clearable
          clearButtonProps={{ size: '24px', 'aria-label': 'Clear language' }}
        />
        <FormFooter problem={problem} isPending={isPending}>
          {form.values.email.trim() ? 'Create and send link' : 'Create link'}
        </FormFooter>
      </Stack>
    </form>
  )
}
