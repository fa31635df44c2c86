import { Radio, Stack, TextInput } from '@mantine/core'
import { CreateInvitation, type InvitationCreated } from '@stepkey/shared/organization'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../api.ts'
import { useCheckedForm } from '../forms/useCheckedForm.ts'
import { useWorkspace } from '../place.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormFoot } from '../ui/FormFoot.tsx'
import { LinkReady } from '../ui/LinkReady.tsx'
import { type GivenRole, roles } from './RoleSelect.tsx'
import { roleWords } from './roleWords.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

type Made = InvitationCreated & { email?: string }

/** Makes a link to join with, sends it if it can, and shows it, once: it lives in this dialog and goes with it. */
export function Invite({ onClose }: { onClose(): void }) {
  const { name: organization } = useWorkspace()
  const [made, setMade] = useState<Made>()
  return (
    <Dialog
      title={made ? 'The link is ready' : `Invite somebody to ${organization}`}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <LinkReady label="Invitation link" made={made} onClose={onClose}>
          Hand it to one person: it lets whoever opens it join, once, within 7 days. Whoever joins with it
          becomes {roleWords[made.invitation.role].withArticle} of {organization}.
        </LinkReady>
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
  const { form, element, onSubmit, isPending, problem } = useCheckedForm(
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
                description={`Can ${roleWords[value].can}.`}
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
        <FormFoot problem={problem} isPending={isPending}>
          {email.trim() ? 'Make link and send it' : 'Make link'}
        </FormFoot>
      </Stack>
    </form>
  )
}
