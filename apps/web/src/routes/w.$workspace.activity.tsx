import { createFileRoute } from '@tanstack/react-router'
import { ActivityFilters } from '../features/audit/ActivityFilters.tsx'
import { AuditList } from '../features/audit/AuditList.tsx'
import { type ActivitySearch, activitySearch, filterOf } from '../features/audit/activitySearch.ts'
import { auditPages } from '../features/audit/auditPages.ts'
import { ExportAudit } from '../features/audit/ExportAudit.tsx'
import { useAuditLog } from '../features/audit/useAuditLog.ts'
import { VerifyAuditLog } from '../features/audit/VerifyAuditLog.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { requireMay } from '../workspace/requireMay.ts'

export const Route = createFileRoute('/w/$workspace/activity')({
  validateSearch: activitySearch,
  // No loaderDeps: another filter is no other page, and what is shown stays until there is something else to show.
  loader: ({ context: { queryClient, api, workspace }, location }) => {
    requireMay(workspace, 'audit')
    return queryClient.prefetchInfiniteQuery(auditPages(api.trpc, filterOf(activitySearch(location.search))))
  },
  component: ActivityPage,
  notFoundComponent: NotFound,
  pendingComponent: () => (
    <Page title="Activity">
      <RowListSkeleton />
    </Page>
  ),
})

function ActivityPage() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const trail = useAuditLog(search)
  const look = (next: ActivitySearch) => navigate({ search: next, replace: true, resetScroll: false })
  return (
    <Page
      title="Activity"
      lead="Who did what, and what was refused. Entries are chained: none can be changed unseen."
    >
      <VerifyAuditLog beside={<ExportAudit search={search} />} />
      <ActivityFilters search={search} trail={trail} onChange={look} />
      <AuditList search={search} trail={trail} />
    </Page>
  )
}
