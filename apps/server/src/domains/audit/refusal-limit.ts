import type { AuditAction } from '@stepkey/shared/audit'
import { HOUR } from '../../platform/time.ts'
import type { AuditContext } from './audit-entry.ts'

/** How many refusals of one connect token or credential request are recorded per hour and action. */
const TOKEN_LIMIT = 5
/** How many refused calls of one API key or user are recorded per hour. */
const CALLER_LIMIT = 60
/** Maximum number of callers in memory. Beyond that, the count of the oldest one is lost. */
const MAX_CALLERS = 10_000

/** The refusals of one caller within an hour. */
interface Count {
  /** When the hour began, in milliseconds. */
  since: number
  refusals: number
  /** The refusals since the last recorded one. */
  omitted: number
}
const counts = new Map<string, Count>()

/**
 * Decides whether to record a refusal, so that no caller can fill an audit log with them. The first ones of a caller in
 * an hour are recorded, 5 of a connect token or 60 of an API key or user, and then only the 10th, 100th, 1000th and so
 * on: enough to see what was tried, and how often. Counts are in the memory of this process, so each process records as
 * many, and a restart begins anew.
 * @returns the number of refusals since the last recorded one; undefined if this one must not be recorded
 */
export function admitRefusal(doing: AuditContext, action: AuditAction): number | undefined {
  const limit = limitOf(doing, action)
  if (limit === undefined) return 0
  const count = countOf(keyOf(doing, action), doing.clock().getTime())
  count.refusals++
  if (count.refusals > limit && !/^10+$/.test(String(count.refusals))) {
    count.omitted++
    return undefined
  }
  const { omitted } = count
  count.omitted = 0
  return omitted
}

/** Changes that a user or an API key may try are recorded without a limit: they are few, and each one matters. */
function limitOf({ via }: AuditContext, action: AuditAction): number | undefined {
  if (via) return TOKEN_LIMIT
  return action === 'access.asked' ? CALLER_LIMIT : undefined
}

const keyOf = ({ workspaceId, actor, via }: AuditContext, action: AuditAction): string =>
  JSON.stringify([workspaceId, actor.kind, actor.id, via, action])

function countOf(key: string, now: number): Count {
  const found = counts.get(key)
  if (found && now >= found.since && now - found.since < HOUR) return found
  // Moves the caller to the end of the map, whose first one is the oldest.
  counts.delete(key)
  if (counts.size >= MAX_CALLERS) counts.delete(counts.keys().next().value as string)
  const count = { since: now, refusals: 0, omitted: found?.omitted ?? 0 }
  counts.set(key, count)
  return count
}
