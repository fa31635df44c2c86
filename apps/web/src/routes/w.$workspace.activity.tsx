import { SegmentedControl } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { requireMay } from '../access.ts'
import { AuditCheck } from '../audit/AuditCheck.tsx'
import { AuditList, AuditListSkeleton } from '../audit/AuditList.tsx'
import { auditPages } from '../audit/auditPages.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Page } from '../ui/Page.tsx'

type Search = { outcome?: 'done' | 'refused' }

export const Route = createFileRoute('/w/$workspace/activity')({
  validateSearch: ({ outcome }: Record<string, unknown>): Search =>
    outcome === 'done' || outcome === 'refused' ? { outcome } : {},
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'audit')
    return queryClient.prefetchInfiniteQuery(auditPages(api.trpc))
  },
  component: ActivityPage,
  notFoundComponent: NotFound,
  pendingComponent: () => (
    <Page title="Activity">
      <AuditListSkeleton />
    </Page>
  ),
})

function ActivityPage() {
  const { outcome } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <Page
      title="Activity"
      lead="Who did what, and what was refused. Entries are chained: none can be changed unseen."
    >
      <AuditCheck />
      <SegmentedControl
        aria-label="Which entries to show"
        style={{ alignSelf: 'flex-start' }}
        value={outcome ?? 'all'}
        onChange={(value) =>
          navigate({ search: value === 'all' ? {} : { outcome: value as 'done' | 'refused' }, replace: true })
        }
        data={[
          { value: 'all', label: 'Everything' },
          { value: 'done', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
      />
      <AuditList filter={{ outcome }} />
    </Page>
  )
}
