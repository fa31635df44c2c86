import { createFileRoute } from '@tanstack/react-router'
import { ActivityFilters } from '../audit/ActivityFilters.tsx'
import { AuditCheck } from '../audit/AuditCheck.tsx'
import { AuditList } from '../audit/AuditList.tsx'
import { type ActivitySearch, activitySearch, filterOf } from '../audit/activitySearch.ts'
import { auditPages } from '../audit/auditPages.ts'
import { TakeAway } from '../audit/TakeAway.tsx'
import { useTrail } from '../audit/useTrail.ts'
import { requireMay } from '../requireMay.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Page } from '../ui/Page.tsx'
import { RowListSkeleton } from '../ui/RowList.tsx'

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
  const trail = useTrail(search)
  const look = (next: ActivitySearch) => navigate({ search: next, replace: true, resetScroll: false })
  return (
    <Page
      title="Activity"
      lead="Who did what, and what was refused. Entries are chained: none can be changed unseen."
    >
      <AuditCheck beside={<TakeAway search={search} />} />
      <ActivityFilters search={search} trail={trail} onChange={look} />
      <AuditList search={search} trail={trail} />
    </Page>
  )
}
