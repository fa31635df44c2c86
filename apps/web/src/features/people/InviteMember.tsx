import { Radio, Stack, TextInput } from '@mantine/core'
import { CreateInvitation, type InvitationCreated } from '@stepkey/shared/organization'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { OneTimeLink } from '../../ui/feedback/OneTimeLink.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { type AssignableRole, roles } from './RoleSelect.tsx'
import { roleLabels } from './roleLabels.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

type CreatedInvitation = InvitationCreated & { email?: string }

/** Creates an invitation, and shows its link once; the link exists only in the state of this dialog. */
export function InviteMember({ onClose }: { onClose(): void }) {
  const { name: organization } = useWorkspace()
  const [created, setCreated] = useState<CreatedInvitation>()
  return (
    <Dialog
      title={created ? 'The link is ready' : `Invite a member to ${isolated(organization)}`}
      onClose={onClose}
      isPrecious={created !== undefined}
    >
      {created ? (
        <OneTimeLink label="Invitation link" link={created} onClose={onClose}>
          Send the link to one person. It works once, within 7 days. The person who uses it joins{' '}
          {organization} as {roleLabels[created.invitation.role].withArticle}.
        </OneTimeLink>
      ) : (
        <InviteForm onCreated={setCreated} />
      )}
    </Dialog>
  )
}

function InviteForm({ onCreated }: { onCreated(created: CreatedInvitation): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const peopleChanged = usePeopleChanged()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateInvitation,
    { role: 'editor' as AssignableRole, email: '' },
    ({ role, email }) => ({ role, ...(email.trim() && { email }) }),
  )
  const { role, email } = form.values

  async function create(input: { role: AssignableRole; email?: string }) {
    const created = await withPassword(() => client.invitations.create.mutate(input))
    if (!created) return
    onCreated({ ...created, email: input.email })
    await peopleChanged()
  }

  return (
    <form ref={element} onSubmit={onSubmit(create)} noValidate aria-label="Invitation">
      <Stack gap="lg">
        <Radio.Group
          label="Role"
          value={role}
          onChange={(next) => form.setFieldValue('role', next as AssignableRole)}
        >
          <Stack gap="sm" mt="xs">
            {roles.map(({ value, label }) => (
              <Radio
                key={value}
                value={value}
                label={label}
                description={`Can ${roleLabels[value].can}.`}
                data-autofocus={value === role || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        {welcome?.mail && (
          <TextInput
            {...form.getInputProps('email')}
            label="E-mail"
            description="Stepkey sends the link to this address. Leave it empty to send the link yourself."
            type="email"
          />
        )}
        <FormFooter problem={problem} isPending={isPending}>
          {email.trim() ? 'Create and send link' : 'Create link'}
        </FormFooter>
      </Stack>
    </form>
  )
}
