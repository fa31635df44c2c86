import { Radio, Stack, TextInput } from '@mantine/core'
import { CreateInvitation, type InvitationCreated } from '@stepkey/shared/organization'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { OneTimeLink } from '../../ui/feedback/OneTimeLink.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { type GivenRole, roles } from './RoleSelect.tsx'
import { roleLabels } from './roleLabels.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

type Made = InvitationCreated & { email?: string }

/** Makes a link to join with, sends it if it can, and shows it, once: it lives in this dialog and goes with it. */
export function InviteMember({ onClose }: { onClose(): void }) {
  const { name: organization } = useWorkspace()
  const [made, setMade] = useState<Made>()
  return (
    <Dialog
      title={made ? 'The link is ready' : `Invite somebody to ${organization}`}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <OneTimeLink label="Invitation link" made={made} onClose={onClose}>
          Hand it to one person: it lets whoever opens it join, once, within 7 days. Whoever joins with it
          becomes {roleLabels[made.invitation.role].withArticle} of {organization}.
        </OneTimeLink>
      ) : (
        <InviteForm onMade={setMade} />
      )}
    </Dialog>
  )
}

function InviteForm({ onMade }: { onMade(made: Made): void }) {
  const { client } = useApi()
  const peopleChanged = usePeopleChanged()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateInvitation,
    { role: 'editor' as GivenRole, email: '' },
    ({ role, email }) => ({ role, ...(email.trim() && { email }) }),
  )
  const { role, email } = form.values

  async function make(input: { role: GivenRole; email?: string }) {
    onMade({ ...(await client.invitations.create.mutate(input)), email: input.email })
    await peopleChanged()
  }

  return (
    <form ref={element} onSubmit={onSubmit(make)} noValidate aria-label="Invitation">
      <Stack gap="lg">
        <Radio.Group
          label="Role"
          value={role}
          onChange={(next) => form.setFieldValue('role', next as GivenRole)}
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
            description="Stepkey sends the link there. Leave it empty to hand the link over yourself."
            type="email"
          />
        )}
        <FormFooter problem={problem} isPending={isPending}>
          {email.trim() ? 'Make link and send it' : 'Make link'}
        </FormFooter>
      </Stack>
    </form>
  )
}
