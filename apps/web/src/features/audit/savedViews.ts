import { type ActivitySearch, activitySearch, isFiltered } from './activitySearch.ts'

/** Filters that a user has saved under a name. */
export interface ActivityView {
  name: string
  search: ActivitySearch
}

/** Maximum number of saved views per user and workspace. */
export const VIEW_LIMIT = 20
/** Maximum length of their names. */
export const VIEW_NAME_LIMIT = 40

/** The views that every workspace has. */
export const fixedViews: readonly ActivityView[] = [
  { name: 'All', search: {} },
  { name: 'Issued', search: { action: 'credential.issued' } },
  { name: 'Changes', search: { action: 'changes' } },
  { name: 'Refused', search: { outcome: 'refused' } },
  { name: 'Access and people', search: { action: 'access' } },
]

/** Returns whether two searches have the same filters. */
export const isSameSearch = (a: ActivitySearch, b: ActivitySearch): boolean =>
  JSON.stringify(activitySearch({ ...a })) === JSON.stringify(activitySearch({ ...b }))

/** Reads saved views from the storage of the browser. Drops what an earlier version or another program wrote there. */
export function parseViews(text: string | undefined): ActivityView[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored.flatMap(toView).slice(0, VIEW_LIMIT)
  } catch {
    return []
  }
}

function toView(stored: unknown): ActivityView[] {
  if (typeof stored !== 'object' || stored === null) return []
  const { name, search } = stored as Record<string, unknown>
  if (typeof name !== 'string' || name.trim() === '' || typeof search !== 'object') return []
  const known = activitySearch({ ...search })
  return isFiltered(known) ? [{ name: name.slice(0, VIEW_NAME_LIMIT), search: known }] : []
}

/** Adds a view as the last one. A view with the same name is replaced. */
export const withView = (views: readonly ActivityView[], view: ActivityView): ActivityView[] =>
  [...views.filter(({ name }) => name !== view.name), view].slice(-VIEW_LIMIT)
