import type { Me } from '@stepkey/shared/account'
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Returns a function that opens Stepkey with a new session. */
export function useSessionStart(redirect: string | undefined) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const router = useRouter()
  return useCallback(
    (me: Me, workspace = me.workspaces[0]) => {
      // Data of an account that was signed in before must not show.
      queryClient.clear()
      queryClient.setQueryData(visitor.trpc.accounts.me.queryKey(), me)
      // Unsaved changes of the previous user must not block the navigation.
      const page = redirect ?? `/w/${workspace?.id}`
      router.history.push(page, undefined, { ignoreBlocker: true })
    },
    [redirect, visitor, queryClient, router],
  )
}
