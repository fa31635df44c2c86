import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** Returns a function that reloads webhooks and their deliveries after a change. */
export function useWebhooksChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.webhooks.pathFilter())
}
