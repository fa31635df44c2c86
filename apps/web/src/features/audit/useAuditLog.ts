import type { AuditEntry } from '@stepkey/shared/audit'
import { useInfiniteQuery } from '@tanstack/react-query'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { type ActivitySearch, filterOf } from './activitySearch.ts'
import { auditPages } from './auditPages.ts'
import { useActors } from './useActors.ts'

/** Loads the filtered audit log, and the names of the actor and subject in the filter. */
export function useAuditLog(search: ActivitySearch) {
  const { trpc } = useApi()
  const actors = useActors()
  const pages = useInfiniteQuery({ ...auditPages(trpc, filterOf(search)), placeholderData: keepPreviousRows })
  const entries = pages.data?.pages.flatMap(({ items }) => items)
  return { pages, entries, actors, names: namesIn(search, actors, entries ?? []) }
}
/** The result of {@link useAuditLog}. */
export type AuditLog = ReturnType<typeof useAuditLog>

/** Returns the names of the filtered actor and subject. Deleted ones are known from the entries only. */
function namesIn(
  { actor, subject }: ActivitySearch,
  actors: ReturnType<typeof useActors>,
  entries: readonly AuditEntry[],
) {
  const listedActor = actors.flatMap(({ items }) => items).find(({ value }) => value === actor)
  const actorEntry = entries.find((entry) => entry.actor.id === actor)
  const subjectEntry = entries.find(({ subjectId, subjectName }) => subjectId === subject && subjectName)
  return {
    actor: listedActor?.label ?? actorEntry?.actor.name ?? 'a former member',
    subject: subjectEntry ? `“${isolated(subjectEntry.subjectName ?? '')}”` : 'one object',
  }
}
