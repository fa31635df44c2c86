/**
 * Times at which credentials expire, as providers, tokens and certificates write them. Expiries are compared as ISO 8601
 * texts, so a time outside the years 1970 to 9999, whose text has a sign and six digits, counts as no expiry.
 */

/** The first millisecond after the year 9999. */
const YEAR_10000 = Date.UTC(10_000, 0)

/** Returns the time of a number of milliseconds since 1970; undefined outside the years 1970 to 9999. */
export const expiryAt = (milliseconds: number): Date | undefined =>
  milliseconds >= 0 && milliseconds < YEAR_10000 ? new Date(milliseconds) : undefined

/**
 * Returns the time of a Unix time in seconds. Counts that would be after the year 9999 are read as milliseconds, which
 * some issuers of tokens write. Undefined for 0 and less, which mean no expiry.
 */
export const expiryAtUnixTime = (count: number): Date | undefined =>
  count > 0 ? (expiryAt(count * 1000) ?? expiryAt(count)) : undefined

/** A date with the year first (ISO 8601, also with spaces or slashes), with an optional time and an optional offset. */
const YEAR_FIRST =
  /^(\d{4})([-/])(\d\d)\2(\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i
/** A date with the name of its month, such as RFC 9110 and certificates write it. */
const NAMED_MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b/i
const YEAR = /(?:^|[ -])\d{4}(?:[ ,]|$)/
const ZONE = /(?:\b(?:Z|UTC?|GMT|[ECMP][SD]T)|[+-]\d\d:?\d\d)$/i

/**
 * Returns the time of a date. Dates without a time zone are UTC. Undefined for ambiguous dates, such as 12/24/2026 or a
 * plain number, and for other texts.
 */
export function expiryOfDate(date: string): Date | undefined {
  const text = date.slice(0, 64).trim()
  const match = YEAR_FIRST.exec(text)
  if (match) {
    const [, year, , month, day, time = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = match
    return expiryAt(Date.parse(`${year}-${month}-${day}T${time}${seconds}${fraction}${toOffset(zone)}`))
  }
  if (!NAMED_MONTH.test(text) || !YEAR.test(text)) return undefined
  return expiryAt(Date.parse(ZONE.test(text) ? text : `${text} UTC`))
}

const toOffset = (zone: string) =>
  /^[a-z]/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
