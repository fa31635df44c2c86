import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { codeOf, sentenceOf } from '../../api/api.ts'

/** Returns a function that ends the session and clears the query cache. */
export function useSignOut() {
  // Not the API of the workspace: an expired session must not open the sign-in dialog here.
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const router = useRouter()
  return async () => {
    // Navigates first, so that a user with unsaved changes can still stay.
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
