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
import { ssoAddress } from './SsoSignIn.tsx'
import { useSessionStart } from './useSessionStart.ts'

/** Lets the user sign in again, in a dialog over the current page. */
export default function SignInDialog() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { email } = useAccount()
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const { resume, leave } = useResume()
  useFocusReturn()
  const checkSession = useCallback(async () => {
    const me = await visitor.client.accounts.me.query().catch(() => undefined)
    if (me) resume(me)
  }, [visitor, resume])
  // The user may have signed in in another tab meanwhile.
  useWindowEvent('focus', checkSession)
  const visibility = useDocumentVisibility()
  useEffect(() => {
    if (visibility === 'visible') void checkSession()
  }, [visibility, checkSession])

  return (
    <Modal
      opened
      onClose={leave}
      title={<Text fw={650}>Sign in to continue</Text>}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      // Above the dialogs that it may have to cover.
      zIndex={250}
    >
      <Stack gap="md">
        <Text size="sm">
          Your session has ended. Sign in as {email} to continue. Everything you entered on this page is kept.
        </Text>
        <SignInForm email={email} onSignedIn={resume} />
        {welcome?.signInProviders.map(({ id, title }) => (
          <Button
            key={id}
            component="a"
            href={ssoAddress(id, { redirect: '/signed-in' })}
            target="_blank"
            variant="default"
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            Sign in with {title} in a new tab
          </Button>
        ))}
        <Group justify="flex-end">
          <Button variant="subtle" size="xs" onClick={leave}>
            Leave this page
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Returns what to do after sign-in: continue on this page for the same account, start over for another one. */
function useResume() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { id } = useAccount()
  const { signInGate } = useSignInGate()
  const queryClient = useQueryClient()
  const router = useRouter()
  const startSession = useSessionStart(undefined)

  const resume = useCallback(
    (me: Me) => {
      if (me.account.id === id) {
        queryClient.setQueryData(visitor.trpc.accounts.me.queryKey(), me)
        signInGate.open(true)
      } else {
        startSession(me)
        signInGate.open(false)
      }
    },
    [id, visitor, signInGate, queryClient, startSession],
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
  return { resume, leave }
}
