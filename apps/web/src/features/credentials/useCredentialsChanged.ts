import { useQueryClient } from '@tanstack/react-query'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'

/** Returns a function that reloads everything that shows credentials: lists, counts, flows and the audit log. */
export function useCredentialsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const mayRead = useMay('read')
  // A user without read access has nothing to reload, and the connect token may be used up by now.
  if (!mayRead) return async () => {}
  return () =>
    Promise.all(
      [
        trpc.credentials,
        trpc.deletedCredentials,
        trpc.revocations,
        trpc.components,
        trpc.owners,
        trpc.flows,
        trpc.audit,
      ].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
}
