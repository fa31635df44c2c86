import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { describeAge, describeTimeUntil, formatTime } from './format.ts'

/** How often the text is updated, in milliseconds. */
const UPDATE_INTERVAL = 10_000

interface RelativeTimeProps {
  /** ISO 8601. */
  at: string
  /** The time is ahead: “in 5 min” instead of “5 min ago”. */
  isAhead?: boolean
}

/** Shows how long ago a time was, or how far ahead it is, and updates it; the exact time shows on hover. */
export function RelativeTime({ at, isAhead = false }: RelativeTimeProps) {
  const t = useTranslations('status')
  const locale = useLocale()
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), UPDATE_INTERVAL, { autoInvoke: true })
  return (
    <time dateTime={at} title={formatTime(at, locale)}>
      {isAhead ? describeTimeUntil(at, now) : (describeAge(at, now, locale) ?? t('justNow'))}
    </time>
  )
}
