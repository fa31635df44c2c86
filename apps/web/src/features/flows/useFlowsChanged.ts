import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Returns a function that reloads flows and credentials after a flow was changed. */
export function useFlowsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [trpc.flows, trpc.credentials].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
}
