import type { DeliveryStatus } from '@stepkey/shared/webhook'
import type { Api } from '../../api/api.ts'

/** Query options for the deliveries of a webhook, page by page, the newest first. */
export const deliveryPages = (trpc: Api['trpc'], webhookId: string, status?: DeliveryStatus) =>
  trpc.webhooks.deliveries.infiniteQueryOptions(
    { webhookId, ...(status && { status }) },
    { getNextPageParam: (page) => page.nextCursor },
  )
