import type { Webhook } from '@stepkey/shared/webhook'
import { Age } from '../ui/Age.tsx'
import { Toned } from '../ui/Toned.tsx'

/** How a webhook stands, in words. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const { isEnabled, disabledReason, failingSince, lastDeliveredAt } = webhook
  if (!isEnabled) {
    return disabledReason === null ? (
      <Toned tone="quiet">Switched off</Toned>
    ) : (
      <Toned tone="bad">
        {disabledReason === 'gone'
          ? 'Switched off: it answered that it is gone (410)'
          : 'Switched off: nothing could be delivered for five days'}
      </Toned>
    )
  }
  if (failingSince !== null) {
    return (
      <Toned tone="bad">
        Failing: the first try failed <Age of={failingSince} />, and none has succeeded since
      </Toned>
    )
  }
  if (lastDeliveredAt === null) return <Toned tone="quiet">Nothing sent yet</Toned>
  return (
    <Toned tone="good">
      Delivering: the last event arrived <Age of={lastDeliveredAt} />
    </Toned>
  )
}
