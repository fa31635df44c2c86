import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

export function useEmbedsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.embeds.pathFilter())
}
