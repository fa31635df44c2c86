import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api.ts'

/** Has everything loaded again that a changed credential shows in: lists, counts, and the flows that use it. */
export function useCredentialsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [trpc.credentials, trpc.components, trpc.flows].map((part) =>
        queryClient.invalidateQueries(part.pathFilter()),
      ),
    )
}
