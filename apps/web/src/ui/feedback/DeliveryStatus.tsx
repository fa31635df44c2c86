import { RelativeTime } from '../time/RelativeTime.tsx'
import { StatusText } from './StatusText.tsx'

interface DeliveryStatusProps {
  of: {
    isEnabled: boolean
    /** Why Stepkey disabled it; null if a user did. */
    disabledReason: 'gone' | 'failing' | null
    failingSince: string | null
  }
  /** When something was last accepted; null if nothing was yet. */
  lastAt: string | null
  texts: {
    /** After “Disabled: ”. */
    disabled: Record<'gone' | 'failing', string>
    /** After “the first failure was 2 days ago, and ”. */
    failing: string
    /** Before the time of the last one. */
    last: string
  }
}

/** Shows whether what Stepkey sends to a receiver arrives. */
export function DeliveryStatus({ of, lastAt, texts }: DeliveryStatusProps) {
  const { isEnabled, disabledReason, failingSince } = of
  if (!isEnabled) {
    return disabledReason === null ? (
      <StatusText tone="quiet">Disabled</StatusText>
    ) : (
      <StatusText tone="bad">Disabled: {texts.disabled[disabledReason]}</StatusText>
    )
  }
  if (failingSince !== null) {
    return (
      <StatusText tone="bad">
        Failing: the first failure was <RelativeTime at={failingSince} />, and {texts.failing}
      </StatusText>
    )
  }
  if (lastAt === null) return <StatusText tone="quiet">Nothing sent yet</StatusText>
  return (
    <StatusText tone="good">
      {texts.last} <RelativeTime at={lastAt} />
    </StatusText>
  )
}
