/** The locale of the screens for users with an account. */
export const MEMBER_LOCALE = 'en-GB'

/** Creates the format of each locale once. */
function perLocale<Format>(create: (locale: string) => Format): (locale?: string) => Format {
  const formats = new Map<string, Format>()
  return (locale = MEMBER_LOCALE) => {
    const format = formats.get(locale) ?? create(locale)
    formats.set(locale, format)
    return format
  }
}

const timeFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
)
const exactTimeFormat = new Intl.DateTimeFormat(MEMBER_LOCALE, { dateStyle: 'medium', timeStyle: 'medium' })
const clockFormat = new Intl.DateTimeFormat(MEMBER_LOCALE, { timeStyle: 'short' })
const dayFormat = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
const shortRelativeFormat = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { style: 'short' }))
const namedDayFormat = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const relativeFormat = new Intl.RelativeTimeFormat(MEMBER_LOCALE, { numeric: 'always' })
const listFormat = new Intl.ListFormat(MEMBER_LOCALE)

/** Returns “12 Nov 2026, 14:05”, in the local time zone. */
export const formatTime = (at: string | Date, locale?: string): string =>
  timeFormat(locale).format(new Date(at))

/** Returns “12 Nov 2026, 14:05:59”, in the local time zone. */
export const formatExactTime = (at: string): string => exactTimeFormat.format(new Date(at))

/** Returns “from 10:02 to 10:40”, with the days unless both times are of today. */
export function formatPeriod(from: string, to: string, now = new Date()): string {
  const [first, last] = [new Date(from), new Date(to)]
  const day = formatDay(first)
  if (day !== formatDay(last)) return `from ${formatTime(first)} to ${formatTime(last)}`
  const [start, end] = [clockFormat.format(first), clockFormat.format(last)]
  const times = start === end ? `at ${start}` : `from ${start} to ${end}`
  return day === formatDay(now) ? times : `${day}, ${times}`
}

/** Returns “12 Nov 2026”, in the local time zone. */
export const formatDay = (at: string | Date, locale?: string): string =>
  dayFormat(locale).format(new Date(at))

/** Returns “in 3 days” or “3 days ago”. */
export const formatRelative = (value: number, unit: Intl.RelativeTimeFormatUnit): string =>
  relativeFormat.format(value, unit)

/** Returns “a, b and c”. */
export const formatList = (items: readonly string[]): string => listFormat.format(items)

const steps = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 86_400 },
  { unit: 'day', seconds: 86_400, until: 7 * 86_400 },
  { unit: 'week', seconds: 7 * 86_400, until: 30 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400, until: 365 * 86_400 },
  { unit: 'year', seconds: 365 * 86_400, until: Number.POSITIVE_INFINITY },
] as const

/**
 * Returns “3 min ago” or “yesterday”; undefined for less than a minute. Clocks differ: a time in the near future counts as
 * now.
 */
export function describeAge(at: string, now: number, locale?: string): string | undefined {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000)
  const step = steps.find(({ until }) => seconds < until)
  if (seconds < 60 || !step) return undefined
  const count = Math.floor(seconds / step.seconds)
  const format = step.unit === 'day' && count === 1 ? namedDayFormat : shortRelativeFormat
  return format(locale).format(-count, step.unit)
}

/** Returns “in a moment”, “in 5 min” or “in 10 hr”. */
export function describeTimeUntil(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000)
  if (minutes < 1) return 'in a moment'
  return minutes < 60
    ? shortRelativeFormat().format(minutes, 'minute')
    : shortRelativeFormat().format(Math.round(minutes / 60), 'hour')
}
