import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Has everything loaded again that a changed flow shows in: flows, and how much their credentials are used. */
export function useFlowsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [trpc.flows, trpc.credentials].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
}
