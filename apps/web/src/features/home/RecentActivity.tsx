import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { TextLink } from '../../ui/layout/links.tsx'
import { RowList, RowListSkeleton } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { AuditRow } from '../audit/AuditRow.tsx'
import { auditPages } from '../audit/auditPages.ts'
import { useAuditNames } from '../audit/useAuditNames.ts'

/** How many entries of the audit log are shown. */
const SHOWN = 5

/** Lists the newest entries of the audit log. */
export function RecentActivity() {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const pages = useInfiniteQuery(auditPages(trpc, {}))
  const entries = pages.data?.pages[0]?.items.slice(0, SHOWN)
  const names = useAuditNames(entries ? [entries] : [])
  if (pages.error) return <LoadError of={pages} />
  if (!entries) return <RowListSkeleton />
  return (
    <>
      <RowList label="Recent activity">
        {entries.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} search={{}} names={names} />
        ))}
      </RowList>
      <TextLink to="/w/$workspace/activity" params={{ workspace }}>
        Show all activity
      </TextLink>
    </>
  )
}
