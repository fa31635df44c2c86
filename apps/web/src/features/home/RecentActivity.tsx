import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { TextLink } from '../../ui/layout/links.tsx'
import { RowList, RowListSkeleton } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { AuditRow } from '../audit/AuditRow.tsx'
import { auditPages } from '../audit/auditPages.ts'
import { groupEntries } from '../audit/groupEntries.ts'
import { useAuditNames } from '../audit/useAuditNames.ts'

/** How many rows of the audit log are shown. */
const SHOWN = 5

/** Lists the newest entries of the audit log. */
export function RecentActivity() {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const pages = useInfiniteQuery(auditPages(trpc, {}))
  const groups = pages.data?.pages[0] && groupEntries(pages.data.pages[0].items).slice(0, SHOWN)
  const names = useAuditNames(groups ? [groups.map(({ newest }) => newest)] : [])
  if (pages.error) return <LoadError of={pages} />
  if (!groups) return <RowListSkeleton />
  return (
    <>
      <RowList label="Recent activity">
        {groups.map((group) => (
          <AuditRow key={group.newest.seq} group={group} names={names} />
        ))}
      </RowList>
      <TextLink to="/w/$workspace/activity" params={{ workspace }}>
        Show all activity
      </TextLink>
    </>
  )
}
