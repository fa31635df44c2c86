import type { DeliveryStatus } from '@stepkey/shared/webhook'
import type { Api } from '../../api/api.ts'

/** Query options for the deliveries of a webhook, page by page, the newest first. */
export const deliveryPages = (
  trpc: Api['trpc'],
  webhookId: string,
  { status, objectId }: { status?: DeliveryStatus; objectId?: string } = {},
) =>
  trpc.webhooks.deliveries.infiniteQueryOptions(
    { webhookId, ...(status && { status }), ...(objectId && { objectId }) },
    { getNextPageParam: (page) => page.nextCursor },
  )
