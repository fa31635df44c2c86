import { Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { exactTime } from '../../ui/time/exactTime.ts'

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' })

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** “Access ends in 12 days”. `isSoon`: it is time to do something about it. */
export function describeAccessEnd(endsAt: string, now: number): { words: string; isSoon: boolean } {
  const left = Date.parse(endsAt) - now
  const isSoon = left < 7 * DAY
  if (left <= 0) return { words: 'Access has ended', isSoon }
  if (left < HOUR) return { words: 'Access ends in less than an hour', isSoon }
  const end =
    left < DAY
      ? relative.format(Math.floor(left / HOUR), 'hour')
      : relative.format(Math.floor(left / DAY), 'day')
  return { words: `Access ends ${end}`, isSoon }
}

/** When an access that nobody can renew comes to its end; the exact time shows on hover. */
export function AccessEnd({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 60_000, { autoInvoke: true })
  const { words, isSoon } = describeAccessEnd(at, now)
  return (
    <Text size="sm" c={isSoon ? 'var(--stepkey-warn)' : 'dimmed'}>
      <time dateTime={at} title={exactTime(at)}>
        {words}
      </time>
    </Text>
  )
}
