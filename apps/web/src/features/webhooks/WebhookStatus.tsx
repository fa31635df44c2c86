import type { Webhook } from '@stepkey/shared/webhook'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { Age } from '../../ui/time/Age.tsx'

/** How a webhook stands, in words. */
export function WebhookStatus({ webhook }: { webhook: Webhook }) {
  const { isEnabled, disabledReason, failingSince, lastDeliveredAt } = webhook
  if (!isEnabled) {
    return disabledReason === null ? (
      <StatusText tone="quiet">Switched off</StatusText>
    ) : (
      <StatusText tone="bad">
        {disabledReason === 'gone'
          ? 'Switched off: it answered that it is gone (410)'
          : 'Switched off: nothing could be delivered for five days'}
      </StatusText>
    )
  }
  if (failingSince !== null) {
    return (
      <StatusText tone="bad">
        Failing: the first try failed <Age of={failingSince} />, and none has succeeded since
      </StatusText>
    )
  }
  if (lastDeliveredAt === null) return <StatusText tone="quiet">Nothing sent yet</StatusText>
  return (
    <StatusText tone="good">
      Delivering: the last event arrived <Age of={lastDeliveredAt} />
    </StatusText>
  )
}
