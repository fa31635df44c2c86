import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Has members and invitations loaded again. */
export function usePeopleChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [trpc.members, trpc.invitations].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
}
