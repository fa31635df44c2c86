import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Has webhooks and their logs loaded again. */
export function useWebhooksChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.webhooks.pathFilter())
}
