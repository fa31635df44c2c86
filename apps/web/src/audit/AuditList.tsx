import { Text } from '@mantine/core'
import { NotLoaded } from '../ui/NotLoaded.tsx'
import { RowList, RowListSkeleton } from '../ui/RowList.tsx'
import { ShowMore } from '../ui/ShowMore.tsx'
import { Status } from '../ui/Status.tsx'
import { AuditRow } from './AuditRow.tsx'
import type { ActivitySearch } from './activitySearch.ts'
import { filterInWords } from './filterWords.ts'
import type { Trail } from './useTrail.ts'

interface AuditListProps {
  search: ActivitySearch
  trail: Trail
}

/** What happened in this workspace, the newest first. */
export function AuditList({ search, trail: { pages, entries, names } }: AuditListProps) {
  return (
    <>
      <NotLoaded of={pages} />
      {!pages.error && !entries && <RowListSkeleton />}
      <Status>
        {entries?.length === 0 && (
          <Text c="dimmed">Nothing matches the filters: {filterInWords(search, names)}.</Text>
        )}
      </Status>
      {entries && entries.length > 0 && (
        <RowList label="What happened">
          {entries.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} search={search} />
          ))}
        </RowList>
      )}
      <ShowMore of={pages} />
    </>
  )
}
