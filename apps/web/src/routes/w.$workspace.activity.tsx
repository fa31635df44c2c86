import { Skeleton } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { ActivityFilters } from '../features/audit/ActivityFilters.tsx'
import { ActivityViews } from '../features/audit/ActivityViews.tsx'
import { AuditList } from '../features/audit/AuditList.tsx'
import { type ActivitySearch, activitySearch, filterOf } from '../features/audit/activitySearch.ts'
import { auditPages } from '../features/audit/auditPages.ts'
import { ExportAudit } from '../features/audit/ExportAudit.tsx'
import { describeFilter } from '../features/audit/filterLabels.ts'
import { SaveView } from '../features/audit/SaveView.tsx'
import { fixedViews, isSameSearch, withView } from '../features/audit/savedViews.ts'
import { useAuditLog } from '../features/audit/useAuditLog.ts'
import { useSavedViews } from '../features/audit/useSavedViews.ts'
import { VerifyAuditLog } from '../features/audit/VerifyAuditLog.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { requireMay } from '../workspace/requireMay.ts'

const lead =
  'The audit log of this workspace: who did what, and what was refused. A hash chain makes every later change detectable.'

export const Route = createFileRoute('/w/$workspace/activity')({
  validateSearch: activitySearch,
  // No loaderDeps: the list of the previous filter stays visible until the new one is loaded.
  loader: ({ context: { queryClient, api, workspace }, location }) => {
    requireMay(workspace, 'audit')
    return queryClient.prefetchInfiniteQuery(auditPages(api.trpc, filterOf(activitySearch(location.search))))
  },
  component: ActivityPage,
  notFoundComponent: NotFound,
  pendingComponent: () => (
    <Page title="Activity" lead={lead}>
      <Skeleton height={36} width={260} />
      <Skeleton height={38} width={420} maw="100%" />
      <Skeleton height={102} />
      <RowListSkeleton />
    </Page>
  ),
})

function ActivityPage() {
  // The router keeps parameters that were dropped as invalid.
  const search = activitySearch({ ...Route.useSearch() })
  const navigate = Route.useNavigate()
  const auditLog = useAuditLog(search)
  const [views, setViews] = useSavedViews()
  const setSearch = (next: ActivitySearch) => navigate({ search: next, replace: true, resetScroll: false })
  return (
    <Page title="Activity" lead={lead}>
      <VerifyAuditLog otherActions={<ExportAudit search={search} />} />
      <ActivityViews
        saved={views}
        onRemove={(name) => setViews(views.filter((view) => view.name !== name))}
      />
      <ActivityFilters
        search={search}
        auditLog={auditLog}
        onChange={setSearch}
        saveView={
          ![...fixedViews, ...views].some((view) => isSameSearch(view.search, search)) && (
            <SaveView
              description={describeFilter(search, auditLog.names)}
              onSave={(name) => setViews(withView(views, { name, search }))}
            />
          )
        }
      />
      <AuditList search={search} auditLog={auditLog} />
    </Page>
  )
}
