import type { ChatChannel } from '@stepkey/shared/notice'
import { DeliveryStatus } from '../../ui/feedback/DeliveryStatus.tsx'

const texts = {
  disabled: {
    gone: 'the chat answered that the webhook does not exist. Enter a new URL, then enable it.',
    failing: 'no message was accepted for 5 days. Send a test, then enable it.',
  },
  failing: 'no message was accepted since',
  last: 'Last message',
}

/** Shows whether messages reach a channel. */
export const ChannelStatus = ({ channel }: { channel: ChatChannel }) => (
  <DeliveryStatus of={channel} lastAt={channel.lastSentAt} texts={texts} />
)
