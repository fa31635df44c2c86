import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Returns a function that reloads members and invitations after a change. */
export function usePeopleChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [trpc.members, trpc.invitations].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
}
