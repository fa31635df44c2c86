import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { searchComponents } from '@stepkey/shared/component-search'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { AllCredentialsActions } from '../features/all-credentials/AllCredentialsActions.tsx'
import { CredentialViews } from '../features/all-credentials/CredentialViews.tsx'
import { ComponentFilter } from '../features/catalog/ComponentFilter.tsx'
import { ComponentFinder } from '../features/catalog/ComponentFinder.tsx'
import { ComponentGrid, ComponentGridSkeleton } from '../features/catalog/ComponentGrid.tsx'
import { ComponentSections } from '../features/catalog/ComponentSections.tsx'
import { componentSearch, inCategory } from '../features/catalog/componentSearch.ts'
import { FirstCredential } from '../features/credentials/FirstCredential.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/')({
  validateSearch: componentSearch,
  loader: ({ context: { queryClient, api } }) =>
    queryClient.ensureQueryData(api.trpc.components.list.queryOptions({})),
  component: CredentialsPage,
  pendingComponent: () => (
    <Page title="Credentials">
      <ComponentGridSkeleton />
    </Page>
  ),
})

const isEmpty = (components: readonly ComponentSummary[]) =>
  components.every(({ credentialCount }) => credentialCount === 0)

function CredentialsPage() {
  const filter = Route.useSearch()
  const { workspace } = Route.useParams()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const { data: all } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  const components = all.filter(({ archived, credentialCount }) => !archived || credentialCount > 0)
  const filtered = inCategory(components, filter.category)

  function open(search: string) {
    const [first] = searchComponents(filtered, search)
    if (!first) return
    const params = { workspace, component: first.id }
    void navigate({ to: '/w/$workspace/credentials/$component', params })
  }

  return (
    <Page title="Credentials" actions={!isEmpty(components) && <AllCredentialsActions />}>
      {!isEmpty(components) && <CredentialViews />}
      {isEmpty(components) && <FirstCredential components={components} />}
      <ComponentFinder>
        <ComponentFilter
          filter={filter}
          components={components}
          onChange={(next) => navigate({ search: next, replace: true })}
          onEnter={open}
        />
        <ComponentSections components={filtered} search={filter.search}>
          {(sectionComponents) => <ComponentGrid components={sectionComponents} />}
        </ComponentSections>
      </ComponentFinder>
    </Page>
  )
}
