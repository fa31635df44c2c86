import { Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'

interface RefreshFailureProps {
  failure: NonNullable<NonNullable<CredentialSummary['grant']>['refreshFailure']>
}

/** Shows since when the access can’t be refreshed, and why. */
export function RefreshFailure({ failure: { since, message, advice } }: RefreshFailureProps) {
  return (
    <Text size="sm" c="var(--stepkey-warn)">
      The access can’t be refreshed (first failure <RelativeTime at={since} />
      ). {message} {advice}
    </Text>
  )
}
