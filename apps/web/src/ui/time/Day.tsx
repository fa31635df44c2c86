import { useLocale } from 'use-intl'
import { formatDay, formatTime } from './format.ts'

/** Shows the date of a time; the exact time shows on hover. */
export function Day({ of }: { of: string }) {
  const locale = useLocale()
  return (
    <time dateTime={of} title={formatTime(of, locale)}>
      {formatDay(of, locale)}
    </time>
  )
}
