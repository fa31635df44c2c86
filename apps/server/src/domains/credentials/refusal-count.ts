import type { CredentialRow } from '../../platform/database/tables.ts'
import { CLOCK_SKEW, HOUR, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'

/**
 * How long issuing pauses after the first and the second refusal in a row, in milliseconds. After the third one, only a
 * repair helps: more attempts could lock the account at the provider.
 */
const PAUSES = [5 * MINUTE, HOUR] as const

/** Returns the columns of a credential that the target refuses once more. */
export function refusedColumns(
  { status, refusals }: Pick<CredentialRow, 'status' | 'refusals'>,
  now: Date,
): Pick<CredentialRow, 'refusals' | 'paused_until'> {
  const before = status === 'failing' ? refusals : 0
  const pause = PAUSES[before]
  return { refusals: before + 1, paused_until: pause === undefined ? null : isoAfter(now, pause) }
}

/** Returns how long issuing of a failing credential still pauses, in whole seconds; undefined if only a repair helps. */
export function pauseOf(
  { paused_until }: Pick<CredentialRow, 'paused_until'>,
  now: Date,
): number | undefined {
  if (paused_until === null) return undefined
  return Math.max(1, Math.ceil((new Date(paused_until).getTime() - now.getTime()) / SECOND))
}

/** Returns whether a pause is over. One that is longer than any was stored by a clock that ran ahead and was corrected. */
export function isOver(pausedUntil: string, now: Date): boolean {
  return pausedUntil <= now.toISOString() || pausedUntil > isoAfter(now, Math.max(...PAUSES) + CLOCK_SKEW)
}
