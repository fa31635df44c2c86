import { Button, Group, Radio, Stack, TextInput } from '@mantine/core'
import type { InvitationCreated } from '@stepkey/shared/organization'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { fieldErrorsOf, useApi } from '../api.ts'
import { useWorkspace } from '../place.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { LinkReady } from './LinkReady.tsx'
import { type GivenRole, roles } from './RoleSelect.tsx'
import { roleWords } from './roleWords.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Makes a link to join with, sends it if it can, and shows it, once: it lives in this dialog and goes with it. */
export function Invite({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const peopleChanged = usePeopleChanged()
  const { run, isPending, error } = useSecretCall()
  const [role, setRole] = useState<GivenRole>('editor')
  const [email, setEmail] = useState('')
  const [made, setMade] = useState<InvitationCreated>()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())

  async function make(event: FormEvent) {
    event.preventDefault()
    const input = { role, ...(email.trim() && { email }) }
    const answer = await run(() => client.invitations.create.mutate(input))
    if (!answer) return
    setMade(answer)
    await peopleChanged()
  }

  if (made) return <LinkReady made={made} email={email.trim()} onClose={onClose} />
  return (
    <Dialog title={`Invite somebody to ${organization}`} onClose={onClose}>
      <form onSubmit={make} noValidate>
        <Stack gap="lg">
          <Radio.Group label="Role" value={role} onChange={(next) => setRole(next as GivenRole)}>
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
              label="E-mail"
              description="Stepkey sends the link there. Leave it empty to hand the link over yourself."
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldErrorsOf(error).find(({ path }) => path === 'email')?.message}
            />
          )}
          <FormError of={error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              {email.trim() ? 'Make link and send it' : 'Make link'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
