import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { CredentialCounts } from '../features/all-credentials/CredentialCounts.tsx'
import { FirstCredential } from '../features/credentials/FirstCredential.tsx'
import { AttentionList } from '../features/home/AttentionList.tsx'
import { RecentActivity } from '../features/home/RecentActivity.tsx'
import { OpenRevocations } from '../features/revocations/OpenRevocations.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/home')({
  loader: ({ context: { queryClient, api } }) =>
    queryClient.ensureQueryData(api.trpc.components.list.queryOptions({})),
  component: HomePage,
  pendingComponent: () => (
    <Page title="Home">
      <RowListSkeleton />
    </Page>
  ),
})

function HomePage() {
  const { trpc } = useApi()
  const maySeeActivity = useMay('audit')
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  if (components.every(({ credentialCount }) => credentialCount === 0)) {
    return (
      <Page title="Home">
        <FirstCredential components={components} />
        <OpenRevocations title="Needs attention" />
      </Page>
    )
  }
  return (
    <Page title="Home" lead={<CredentialCounts components={components} />}>
      <Section title="Needs attention">
        <AttentionList components={components} />
      </Section>
      {maySeeActivity && (
        <Section title="Recent activity">
          <RecentActivity />
        </Section>
      )}
    </Page>
  )
}
