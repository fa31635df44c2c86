import { Skeleton, Text } from '@mantine/core'
import { NotLoaded } from '../ui/NotLoaded.tsx'
import { Row, RowList } from '../ui/RowList.tsx'
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
      {!pages.error && !entries && <AuditListSkeleton />}
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

export function AuditListSkeleton() {
  return (
    <RowList label="What happened">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Row key={key}>
          <Skeleton height={16} width="45%" />
          <Skeleton height={12} width="25%" />
        </Row>
      ))}
    </RowList>
  )
}
