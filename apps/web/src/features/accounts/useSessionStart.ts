import type { Me } from '@stepkey/shared/account'
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Goes on into Stepkey with a fresh session. */
export function useSessionStart(redirect: string | undefined) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  const router = useRouter()
  return useCallback(
    (me: Me, workspace = me.workspaces[0]) => {
      // Nothing of another account that was signed in before may show.
      queryClient.clear()
      queryClient.setQueryData(visitor.trpc.accounts.me.queryKey(), me)
      // What another person left unsaved must not hold this one back.
      const page = redirect ?? `/w/${workspace?.id}/credentials`
      router.history.push(page, undefined, { ignoreBlocker: true })
    },
    [redirect, visitor, queryClient, router],
  )
}
