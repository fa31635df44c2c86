import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { exactTime } from './exactTime.ts'

const relative = new Intl.RelativeTimeFormat('en-GB', { style: 'short' })

/** Returns “in a moment”, “in 5 min” or “in 10 hr”. */
export function describeTimeUntil(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000)
  if (minutes < 1) return 'in a moment'
  return minutes < 60 ? relative.format(minutes, 'minute') : relative.format(Math.round(minutes / 60), 'hour')
}

/** Shows the time until a future date, and updates it; the exact time shows on hover. */
export function Until({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 10_000, { autoInvoke: true })
  return (
    <time dateTime={at} title={exactTime(at)}>
      {describeTimeUntil(at, now)}
    </time>
  )
}
