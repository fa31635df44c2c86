import type { ChatChannel } from '@stepkey/shared/notice'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'

/** Shows whether messages reach a channel. */
export function ChannelStatus({ channel }: { channel: ChatChannel }) {
  const { isEnabled, disabledReason, failingSince, lastSentAt } = channel
  if (!isEnabled) {
    if (disabledReason === null) return <StatusText tone="quiet">Disabled</StatusText>
    return (
      <StatusText tone="bad">
        {disabledReason === 'gone'
          ? 'Disabled: the chat answered that the webhook does not exist. Enter a new URL, then enable it.'
          : 'Disabled: no message was accepted for 5 days'}
      </StatusText>
    )
  }
  if (failingSince !== null) {
    return (
      <StatusText tone="bad">
        Failing: the first failure was <RelativeTime at={failingSince} />, and no message was accepted since
      </StatusText>
    )
  }
  if (lastSentAt === null) return <StatusText tone="quiet">Nothing sent yet</StatusText>
  return (
    <StatusText tone="good">
      Last message <RelativeTime at={lastSentAt} />
    </StatusText>
  )
}
