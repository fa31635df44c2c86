import { useQueryClient } from '@tanstack/react-query'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'

/** Has everything loaded again that a changed credential shows in: lists, counts, and the flows that use it. */
export function useCredentialsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const mayRead = useMay('read')
  // Who sees none of it has nothing to load again, and may be let in no more once the one credential is made.
  if (!mayRead) return async () => {}
  return () =>
    Promise.all(
      [trpc.credentials, trpc.components, trpc.flows].map((part) =>
        queryClient.invalidateQueries(part.pathFilter()),
      ),
    )
}
