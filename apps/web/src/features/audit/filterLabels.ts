import { actionTitle } from './actionGroups.ts'
import type { ActivitySearch } from './activitySearch.ts'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const dayInWords = (of: string) => day.format(new Date(`${of}T00:00`))

export const periodChoices = [
  { value: 'any', label: 'Any time' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'between', label: 'Between dates' },
]

function whenInWords({ when, from, to }: ActivitySearch): string | undefined {
  switch (when) {
    case 'today':
      return 'today'
    case 'week':
      return 'in the last 7 days'
    case 'month':
      return 'in the last 30 days'
    case 'between':
      if (from && to) return `from ${dayInWords(from)} to ${dayInWords(to)}`
      if (from) return `since ${dayInWords(from)}`
      return to && `until ${dayInWords(to)}`
  }
}

/** What is let through, for a sentence: “Created a flow”, by Bob Stone, in the last 7 days. */
export function describeFilter(search: ActivitySearch, names: { actor: string; subject: string }): string {
  const { action, actor, subject, outcome } = search
  return [
    action && `“${actionTitle(action)}”`,
    actor && `by ${names.actor}`,
    subject && `about ${names.subject}`,
    whenInWords(search),
    outcome,
  ]
    .filter(Boolean)
    .join(', ')
}
