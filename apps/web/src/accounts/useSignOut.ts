import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { sentenceOf, useApi } from '../api.ts'

/** Ends the session and forgets everything that was loaded in it. */
export function useSignOut() {
  const { client } = useApi()
  const queryClient = useQueryClient()
  const router = useRouter()
  return async () => {
    try {
      await client.accounts.signOut.mutate()
    } catch (error) {
      notifications.show({ color: 'red', title: 'You are still signed in', message: sentenceOf(error) })
      return
    }
    await router.navigate({ to: '/sign-in' })
    queryClient.clear()
  }
}
