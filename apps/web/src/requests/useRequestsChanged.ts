import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api.ts'

export function useRequestsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.requests.pathFilter())
}
