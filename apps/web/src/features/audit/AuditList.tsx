import { Text } from '@mantine/core'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { RowList, RowListSkeleton } from '../../ui/layout/RowList.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { AuditRow } from './AuditRow.tsx'
import { type ActivitySearch, isFiltered } from './activitySearch.ts'
import { describeFilter } from './filterLabels.ts'
import { groupEntries } from './groupEntries.ts'
import type { AuditLog } from './useAuditLog.ts'
import { useAuditNames } from './useAuditNames.ts'

interface AuditListProps {
  search: ActivitySearch
  auditLog: AuditLog
  /** The object whose page shows the list. */
  pageOf?: string
}

/** Lists the audit entries of the workspace, the newest first. */
export function AuditList({ search, auditLog: { pages, entries, names }, pageOf }: AuditListProps) {
  const auditNames = useAuditNames(pages.data?.pages.map(({ items }) => items) ?? [])
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !entries && <RowListSkeleton />}
      <LiveRegion>
        {entries?.length === 0 && (
          <Text c="dimmed">
            {isFiltered(search)
              ? `No entries match the filters: ${describeFilter(search, names)}.`
              : 'Nothing has happened here yet.'}
          </Text>
        )}
      </LiveRegion>
      {pages.data?.pages[0]?.isSearchLimited && (
        <Text size="sm" c="dimmed">
          More than 100 names match. Only entries with the newest of them are shown: add a word to find
          others.
        </Text>
      )}
      {entries && entries.length > 0 && (
        <RowList label="Audit log">
          {groupEntries(entries).map((group) => (
            <AuditRow
              key={group.newest.seq}
              group={group}
              search={search}
              names={auditNames}
              pageOf={pageOf}
            />
          ))}
        </RowList>
      )}
      <ShowMore of={pages} unit="entries" />
    </>
  )
}
