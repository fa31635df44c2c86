import type { AuditEntry } from '@stepkey/shared/audit'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { type ActivitySearch, filterOf } from './activitySearch.ts'
import { auditPages } from './auditPages.ts'
import { useActors } from './useActors.ts'

/** The part of the trail that a filter lets through, and what it speaks of by name. */
export function useAuditLog(search: ActivitySearch) {
  const { trpc } = useApi()
  const actors = useActors()
  const pages = useInfiniteQuery({ ...auditPages(trpc, filterOf(search)), placeholderData: keepPreviousData })
  const entries = pages.data?.pages.flatMap(({ items }) => items)
  return { pages, entries, actors, names: namesIn(search, actors, entries ?? []) }
}
export type AuditLog = ReturnType<typeof useAuditLog>

/** How those are called that the filter names by their ids: some are gone, and only the entries still know them. */
function namesIn(
  { actor, subject }: ActivitySearch,
  actors: ReturnType<typeof useActors>,
  entries: readonly AuditEntry[],
) {
  const listed = actors.flatMap(({ items }) => items).find(({ value }) => value === actor)
  const acting = entries.find((entry) => entry.actor.id === actor)
  const about = entries.find(({ subjectId, detail }) => subjectId === subject && detail.name !== undefined)
  return {
    actor: listed?.label ?? acting?.actor.name ?? 'somebody who is gone',
    subject: about ? `“${about.detail.name}”` : 'one credential or flow',
  }
}
