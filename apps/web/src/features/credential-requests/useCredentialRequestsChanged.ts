import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

export function useCredentialRequestsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.requests.pathFilter())
}
