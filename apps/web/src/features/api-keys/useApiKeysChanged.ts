import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

export function useApiKeysChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.apiKeys.pathFilter())
}
