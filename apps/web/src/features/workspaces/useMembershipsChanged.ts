import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'

/** Returns a function that reloads the workspaces of the user. The open page needs `router.invalidate()`. */
export function useMembershipsChanged() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  return () => queryClient.fetchQuery({ ...visitor.trpc.accounts.me.queryOptions(), staleTime: 0 })
}
