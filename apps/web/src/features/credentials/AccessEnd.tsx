import { Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useState } from 'react'
import { formatRelative, formatTime } from '../../ui/time/format.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Returns when the access of a credential ends, as its grant or its target says; undefined if no end is known. */
export const accessEndOf = ({ grant, receipt }: Pick<CredentialSummary, 'grant' | 'receipt'>) =>
  (grant ? grant.endsAt : receipt?.expiresAt) ?? undefined

/** Returns “Access ends in 12 days”. `isSoon`: less than 7 days are left. */
export function describeAccessEnd(endsAt: string, now: number): { label: string; isSoon: boolean } {
  const left = Date.parse(endsAt) - now
  const isSoon = left < 7 * DAY
  if (left <= 0) return { label: 'Access has ended', isSoon }
  if (left < HOUR) return { label: 'Access ends in less than an hour', isSoon }
  const end =
    left < DAY
      ? formatRelative(Math.floor(left / HOUR), 'hour')
      : formatRelative(Math.floor(left / DAY), 'day')
  return { label: `Access ends ${end}`, isSoon }
}

/** Shows when access that can’t be refreshed ends; the exact time shows on hover. */
export function AccessEnd({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 60_000, { autoInvoke: true })
  const { label, isSoon } = describeAccessEnd(at, now)
  return (
    <Text size="sm" c={isSoon ? 'var(--stepkey-warn)' : 'dimmed'}>
      <time dateTime={at} title={formatTime(at)}>
        {label}
      </time>
    </Text>
  )
}
