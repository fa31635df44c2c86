import type { Webhook } from '@stepkey/shared/webhook'
import { DeliveryStatus } from '../../ui/feedback/DeliveryStatus.tsx'

const texts = {
  disabled: {
    gone: 'the receiver responded with 410 Gone',
    failing: 'no delivery succeeded for 5 days',
  },
  failing: 'no delivery has succeeded since',
  last: 'Delivering: last delivery',
}

/** Shows whether a webhook is delivering, failing or disabled. */
export const WebhookStatus = ({ webhook }: { webhook: Webhook }) => (
  <DeliveryStatus of={webhook} lastAt={webhook.lastDeliveredAt} texts={texts} />
)
