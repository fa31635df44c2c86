import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDocumentVisibility, useWindowEvent } from '@mantine/hooks'
import type { Me } from '@stepkey/shared/account'
import { IconExternalLink } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { useFocusReturn } from '../../ui/dialog/useFocusReturn.ts'
import { useAccount } from '../../workspace/workspaceScope.ts'
import { SignInForm } from './SignInForm.tsx'
import { useSessionStart } from './useSessionStart.ts'

/** Over the page of whoever has to sign in again. */
export default function SignInDialog() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { email } = useAccount()
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { comeBack, leave } = useWaysOn()
  useFocusReturn()
  const lookForSession = useCallback(async () => {
    const me = await visitor.client.accounts.me.query().catch(() => undefined)
    if (me) comeBack(me)
  }, [visitor, comeBack])
  // In another tab somebody may have signed in meanwhile.
  useWindowEvent('focus', lookForSession)
  const visibility = useDocumentVisibility()
  useEffect(() => {
    if (visibility === 'visible') void lookForSession()
  }, [visibility, lookForSession])

  return (
    <Modal
      opened
      onClose={leave}
      title={<Text fw={650}>Sign in to go on</Text>}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      // Above the dialogs that it may have to cover.
      zIndex={250}
    >
      <Stack gap="md">
        <Text size="sm">
          Your session has ended. Nothing that you typed on this page is lost: sign in as {email}, and it goes
          on where it stopped.
        </Text>
        <SignInForm email={email} onSignedIn={comeBack} />
        {welcome?.company && (
          <Button
            component="a"
            href="/auth/oidc/start?redirect=/signed-in"
            target="_blank"
            variant="default"
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            Sign in with {welcome.company} in a new tab
          </Button>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" size="xs" onClick={leave}>
            Leave this page
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** How it goes on: here, for the person whose page it is; elsewhere, for anybody else. */
function useWaysOn() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { id } = useAccount()
  const { signInGate } = useSignInGate()
  const queryClient = useQueryClient()
  const router = useRouter()
  const enter = useSessionStart(undefined)

  const comeBack = useCallback(
    (me: Me) => {
      if (me.account.id === id) {
        queryClient.setQueryData(visitor.trpc.accounts.me.queryKey(), me)
        signInGate.open(true)
      } else {
        enter(me)
        signInGate.open(false)
      }
    },
    [id, visitor, signInGate, queryClient, enter],
  )

  const leave = () => {
    queryClient.removeQueries()
    void router.navigate({
      to: '/sign-in',
      search: { redirect: router.state.location.href },
      ignoreBlocker: true,
    })
    signInGate.open(false)
  }
  return { comeBack, leave }
}
