import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { codeOf, sentenceOf } from '../../api/api.ts'

/** Ends the session and forgets everything that was loaded in it. */
export function useSignOut() {
  // Not the API of the workspace: nobody needs to sign in to sign out.
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const router = useRouter()
  return async () => {
    // First: whoever has typed something is asked while he can still stay.
    await router.navigate({ to: '/sign-in' })
    if (router.state.location.pathname !== '/sign-in') return
    try {
      await visitor.client.accounts.signOut.mutate()
    } catch (error) {
      if (codeOf(error) !== 'unauthorized') {
        notifications.show({ color: 'red', title: 'You are still signed in', message: sentenceOf(error) })
        router.history.back()
        return
      }
    }
    queryClient.clear()
  }
}
