import type { AuditAction, AuditEntry, ListAudit } from '@stepkey/shared/audit'
import { type ActionSet, actionSets, isActionSet } from './actionSets.ts'

/** The filters of the activity page, as URL search parameters. */
export interface ActivitySearch {
  /** Words to search for. */
  q?: string
  /** One action, or a set of them. */
  action?: AuditAction | ActionSet
  actor?: string
  subject?: string
  outcome?: AuditEntry['outcome']
  when?: 'today' | 'week' | 'month' | 'between'
  /** Days in the local time zone, `2026-05-31`, both included; either may be missing. Only with `between`. */
  from?: string
  to?: string
}

/** The filter that is sent to the server. */
export type AuditFilter = Pick<
  NonNullable<ListAudit>,
  'search' | 'action' | 'actions' | 'actorId' | 'subjectId' | 'outcome' | 'from' | 'to'
>

/** The number of days in each period, today included. */
const DAYS = { today: 1, week: 7, month: 30 }

/** The maximum length of a search, as the server accepts it. */
const Q_LIMIT = 120

/** Parses URL search parameters. Checks only the format; the server rejects unknown actions. */
export function activitySearch(params: Record<string, unknown>): ActivitySearch {
  const { q, action, actor, subject, outcome, when, from, to } = params
  // The router parses `?q=42` as a number.
  const words = typeof q === 'string' || typeof q === 'number' ? String(q).trim().slice(0, Q_LIMIT) : ''
  const between = when === 'between'
  return {
    ...(words && { q: words }),
    ...((isActionSet(action) || isText(action, /^[a-z_]+\.[a-z_]+$/)) && {
      action: action as ActivitySearch['action'],
    }),
    // The id of the operator contains a space.
    ...(isText(actor, /^[\w -]{1,64}$/) && { actor }),
    ...(isText(subject, /^[\w-]{1,64}$/) && { subject }),
    ...((outcome === 'done' || outcome === 'refused') && { outcome }),
    ...((between || (typeof when === 'string' && Object.hasOwn(DAYS, when))) && {
      when: when as ActivitySearch['when'],
    }),
    ...(between && isDay(from) && { from }),
    ...(between && isDay(to) && { to }),
  }
}

const isText = (value: unknown, format: RegExp): value is string =>
  typeof value === 'string' && format.test(value)

/** Returns whether a value is an existing day in the form `2026-05-31`. */
export function isDay(value: unknown): value is string {
  if (!isText(value, /^[12]\d{3}-\d\d-\d\d$/)) return false
  const [, month, day] = value.split('-').map(Number)
  const parsed = startOf(value)
  // `Date` turns the 31st of February into a day in March.
  return parsed.getMonth() + 1 === month && parsed.getDate() === day
}

/** Returns whether any filter is set. */
export const isFiltered = (search: ActivitySearch) => Object.keys(activitySearch({ ...search })).length > 0

/** Converts the search to a server filter. Times start at midnight; the query key is stable for a day. */
export function filterOf(search: ActivitySearch, now = new Date()): AuditFilter {
  const { q, action, actor, subject, outcome } = search
  return {
    ...(q && { search: q }),
    ...(isActionSet(action) ? { actions: actionSets[action].actions } : action && { action }),
    ...(actor && { actorId: actor }),
    ...(subject && { subjectId: subject }),
    ...(outcome && { outcome }),
    ...timesOf(search, now),
  }
}

function timesOf({ when, from, to }: ActivitySearch, now: Date): { from?: string; to?: string } {
  if (!when) return {}
  if (when === 'between') {
    return {
      ...(from && { from: startOf(from).toISOString() }),
      ...(to && { to: addDays(startOf(to), 1).toISOString() }),
    }
  }
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  return { from: addDays(today, 1 - DAYS[when]).toISOString() }
}

const startOf = (day: string) => new Date(`${day}T00:00`)

const addDays = (day: Date, days: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
