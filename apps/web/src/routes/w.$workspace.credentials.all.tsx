import { Skeleton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { AllCredentialsActions } from '../features/all-credentials/AllCredentialsActions.tsx'
import { CredentialCounts } from '../features/all-credentials/CredentialCounts.tsx'
import { CredentialFilters } from '../features/all-credentials/CredentialFilters.tsx'
import { CredentialTable } from '../features/all-credentials/CredentialTable.tsx'
import { CredentialViews } from '../features/all-credentials/CredentialViews.tsx'
import { credentialFilter } from '../features/all-credentials/credentialFilter.ts'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/all')({
  validateSearch: credentialFilter,
  loader: ({ context: { queryClient, api } }) =>
    queryClient.ensureQueryData(api.trpc.components.list.queryOptions({})),
  component: AllCredentialsPage,
  pendingComponent: () => (
    <Page title="Credentials" lead={<Skeleton height={20} width={110} my={2} />}>
      <CredentialViews />
      <Skeleton height={36} />
      <RowListSkeleton />
    </Page>
  ),
})

function AllCredentialsPage() {
  // The router keeps parameters that were dropped as invalid.
  const filter = credentialFilter(Route.useSearch())
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const [removals, setRemovals] = useState(0)
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  return (
    <Page
      title="Credentials"
      lead={<CredentialCounts components={components} />}
      actions={
        <AllCredentialsActions
          owner={filter.owner}
          onOwnerRemoved={() => setRemovals((count) => count + 1)}
        />
      }
    >
      <CredentialViews />
      <CredentialFilters
        filter={filter}
        components={components}
        onChange={(next) => navigate({ search: next, replace: true })}
      />
      {/* The key empties the selection, which may contain credentials that were deleted with their owner. */}
      <CredentialTable
        key={removals}
        filter={filter}
        components={components}
        onSort={(sort) => navigate({ search: credentialFilter({ ...filter, sort }), replace: true })}
      />
    </Page>
  )
}
