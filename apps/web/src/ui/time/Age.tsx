import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { exactTime } from './exactTime.ts'

const relative = new Intl.RelativeTimeFormat('en-GB', { style: 'short' })

const steps = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 86_400 },
  { unit: 'day', seconds: 86_400, until: 7 * 86_400 },
  { unit: 'week', seconds: 7 * 86_400, until: 30 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400, until: 365 * 86_400 },
  { unit: 'year', seconds: 365 * 86_400, until: Number.POSITIVE_INFINITY },
] as const

/** Returns “just now”, “3 min ago” or “yesterday”. */
export function describeAge(of: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(of)) / 1000)
  const step = steps.find(({ until }) => seconds < until)
  if (seconds < 60 || !step) return 'just now'
  const count = Math.floor(seconds / step.seconds)
  return step.unit === 'day' && count === 1 ? 'yesterday' : relative.format(-count, step.unit)
}

/** Shows how long ago a time was, and updates it; the exact time shows on hover. */
export function Age({ of }: { of: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 30_000, { autoInvoke: true })
  return (
    <time dateTime={of} title={exactTime(of)}>
      {describeAge(of, now)}
    </time>
  )
}
