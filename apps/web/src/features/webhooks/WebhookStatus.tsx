import type { Webhook } from '@stepkey/shared/webhook'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'

/** Shows whether a webhook is delivering, failing or disabled. */
export function WebhookStatus({ webhook }: { webhook: Webhook }) {
  const { isEnabled, disabledReason, failingSince, lastDeliveredAt } = webhook
  if (!isEnabled) {
    return disabledReason === null ? (
      <StatusText tone="quiet">Disabled</StatusText>
    ) : (
      <StatusText tone="bad">
        {disabledReason === 'gone'
          ? 'Disabled: the receiver responded with 410 Gone'
          : 'Disabled: no delivery succeeded for 5 days'}
      </StatusText>
    )
  }
  if (failingSince !== null) {
    return (
      <StatusText tone="bad">
        Failing: the first failure was <RelativeTime at={failingSince} />, and no delivery has succeeded since
      </StatusText>
    )
  }
  if (lastDeliveredAt === null) return <StatusText tone="quiet">Nothing sent yet</StatusText>
  return (
    <StatusText tone="good">
      Delivering: last delivery <RelativeTime at={lastDeliveredAt} />
    </StatusText>
  )
}
