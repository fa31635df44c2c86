import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'

/** Loads again which workspaces there are, and with which role. The page that is open takes it over when it is told to. */
export function useMembershipsChanged() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const queryClient = useQueryClient()
  return () => queryClient.fetchQuery({ ...visitor.trpc.accounts.me.queryOptions(), staleTime: 0 })
}
