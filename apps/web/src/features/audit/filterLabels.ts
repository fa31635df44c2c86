import { isolated } from '../../ui/text/isolated.ts'
import { formatDay } from '../../ui/time/format.ts'
import { actionSets, isActionSet } from './actionSets.ts'
import type { ActivitySearch } from './activitySearch.ts'
import { actionTitle } from './auditSentence.ts'

/** Midnight in the local time zone, which the filter means. */
const formatDate = (day: string) => formatDay(`${day}T00:00`)

/** The options of the time filter. */
export const periodChoices = [
  { value: 'any', label: 'Any time' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'between', label: 'Between dates' },
]

function describePeriod({ when, from, to }: ActivitySearch): string | undefined {
  switch (when) {
    case 'today':
      return 'today'
    case 'week':
      return 'in the last 7 days'
    case 'month':
      return 'in the last 30 days'
    case 'between':
      if (from && to) return `from ${formatDate(from)} to ${formatDate(to)}`
      if (from) return `since ${formatDate(from)}`
      return to && `until ${formatDate(to)}`
  }
}

/** Describes the filters for a sentence: “Created a flow”, by Bob Stone, in the last 7 days. */
export function describeFilter(search: ActivitySearch, names: { actor: string; subject: string }): string {
  const { q, action, actor, subject, outcome } = search
  return [
    q && `with “${isolated(q)}”`,
    action && `“${isActionSet(action) ? actionSets[action].label : actionTitle(action)}”`,
    actor && `by ${names.actor}`,
    subject && `about ${names.subject}`,
    describePeriod(search),
    outcome,
  ]
    .filter(Boolean)
    .join(', ')
}
