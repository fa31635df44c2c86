import { Group, Stack, Text } from '@mantine/core'
import type { Me, Welcome } from '@stepkey/shared/account'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { forgetInvitation, storedInvitation } from './invitation.ts'
import { SsoSignIn } from './SsoSignIn.tsx'

/** Accepts an invitation, or offers sign-in and sign-up first. */
export function AcceptInvitation({ me, welcome }: { me: Me | undefined; welcome: Welcome }) {
  if (me) return <Join account={me.account} />
  const mayRegister = welcome.signUp !== 'off'
  return (
    <Stack>
      <Text size="sm">Sign in to accept this invitation. It stays valid while you do.</Text>
      <Group gap="sm">
        {mayRegister && <ButtonLink to="/sign-up">Create an account</ButtonLink>}
        <ButtonLink to="/sign-in" search={{ redirect: '/join' }} variant={mayRegister ? 'default' : 'filled'}>
          Sign in
        </ButtonLink>
      </Group>
      <SsoSignIn providers={welcome.signInProviders} redirect="/join" invitation={storedInvitation()} />
    </Stack>
  )
}

function Join({ account }: { account: Me['account'] }) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { run, isPending, error } = useSecretCall()

  async function join() {
    const secret = storedInvitation() ?? ''
    const joined = await run(() => visitor.client.invitations.redeem.mutate({ secret }))
    if (!joined) return
    forgetInvitation()
    await queryClient.fetchQuery({ ...visitor.trpc.accounts.me.queryOptions(), staleTime: 0 })
    await navigate({ to: '/w/$workspace', params: { workspace: joined.workspace.id } })
  }

  return (
    <Stack>
      <Text size="sm">
        You are signed in as <bdi>{account.name}</bdi> ({account.email}).
      </Text>
      <FormError of={error} />
      <Group gap="sm">
        <BusyButton onClick={join} isWaiting={isPending}>
          Join
        </BusyButton>
        <ButtonLink to="/" variant="default">
          Not now
        </ButtonLink>
      </Group>
    </Stack>
  )
}
