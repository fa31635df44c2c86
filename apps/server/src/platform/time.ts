/** Durations in milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * By how much the clocks of processes may differ, in milliseconds. A time that is further in the future was stored by a
 * clock that ran ahead and was corrected.
 */
export const CLOCK_SKEW = 5 * MINUTE

/**
 * Whether a stored time is at most `milliseconds` ago. A time in the future is not recent: a clock that ran ahead and was
 * corrected has stored it.
 */
export function isRecent(now: Date, time: string, milliseconds: number): boolean {
  const age = now.getTime() - new Date(time).getTime()
  return age >= -CLOCK_SKEW && age < milliseconds
}

/** Returns the time `milliseconds` after `now` as ISO 8601 UTC, the form in which times are stored. */
export const isoAfter = (now: Date, milliseconds: number): string =>
  new Date(now.getTime() + milliseconds).toISOString()
