import type { AuditAction, AuditEntry, ListAudit } from '@stepkey/shared/audit'

/** What of the trail is shown, as it stands in the address. */
export interface ActivitySearch {
  action?: AuditAction
  actor?: string
  subject?: string
  outcome?: AuditEntry['outcome']
  when?: 'today' | 'week' | 'month' | 'between'
  /** Days of whoever looks, `2026-05-31`; both are shown, and either may be open. Only with `between`. */
  from?: string
  to?: string
}

/** What the server is asked for. */
export type AuditFilter = Pick<
  NonNullable<ListAudit>,
  'action' | 'actorId' | 'subjectId' | 'outcome' | 'from' | 'to'
>

/** How many days each of them reaches back, today included. */
const DAYS = { today: 1, week: 7, month: 30 }

/** Only the form is looked at: an action that there isn't is the server's to refuse. */
export function activitySearch(params: Record<string, unknown>): ActivitySearch {
  const { action, actor, subject, outcome, when, from, to } = params
  const between = when === 'between'
  return {
    ...(isText(action, /^[a-z_]+\.[a-z_]+$/) && { action: action as AuditAction }),
    // The operator's has a space in it.
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

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value)

export function isDay(value: unknown): value is string {
  if (!isText(value, /^[12]\d{3}-\d\d-\d\d$/)) return false
  const [, month, day] = value.split('-').map(Number)
  const parsed = startOf(value)
  // The 31st of February would be a day in March.
  return parsed.getMonth() + 1 === month && parsed.getDate() === day
}

export const isFiltered = (search: ActivitySearch) => Object.keys(activitySearch({ ...search })).length > 0

/** What to ask the server for, from midnight on: so that the answer stays the same for the day. */
export function filterOf(search: ActivitySearch, now = new Date()): AuditFilter {
  const { action, actor, subject, outcome } = search
  return {
    ...(action && { action }),
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
      ...(to && { to: dayAfter(startOf(to), 1).toISOString() }),
    }
  }
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  return { from: dayAfter(today, 1 - DAYS[when]).toISOString() }
}

const startOf = (day: string) => new Date(`${day}T00:00`)

const dayAfter = (day: Date, days: number) =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
