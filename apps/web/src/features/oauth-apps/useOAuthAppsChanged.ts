import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Has the OAuth apps loaded again wherever they show. */
export function useOAuthAppsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.oauthApps.pathFilter())
}
