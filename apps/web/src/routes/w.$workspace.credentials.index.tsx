import { searchComponents } from '@stepkey/shared/component-search'
import type { ComponentSummary } from '@stepkey/shared/components'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useMay } from '../access.ts'
import { useApi } from '../api.ts'
import { ComponentFilter } from '../components/ComponentFilter.tsx'
import { ComponentGrid, ComponentGridSkeleton } from '../components/ComponentGrid.tsx'
import { componentSearch, inCategory } from '../components/componentSearch.ts'
import { Finder } from '../components/Finder.tsx'
import { Sections } from '../components/Sections.tsx'
import { FirstCredential } from '../credentials/FirstCredential.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { Page } from '../ui/Page.tsx'

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
  const mayCreate = useMay('write')
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  const among = inCategory(components, filter.category)

  function open(search: string) {
    const [first] = searchComponents(among, search)
    if (!first) return
    const params = { workspace, component: first.id }
    void navigate({ to: '/w/$workspace/credentials/$component', params })
  }

  return (
    <Page
      title="Credentials"
      actions={
        mayCreate &&
        !isEmpty(components) && (
          <ButtonLink
            to="/w/$workspace/credentials/new"
            params={{ workspace }}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Create New Credential
          </ButtonLink>
        )
      }
    >
      {isEmpty(components) && <FirstCredential components={components} />}
      <Finder>
        <ComponentFilter
          filter={filter}
          components={components}
          onChange={(next) => navigate({ search: next, replace: true })}
          onEnter={open}
        />
        <Sections components={among} search={filter.search}>
          {(shown) => <ComponentGrid components={shown} />}
        </Sections>
      </Finder>
    </Page>
  )
}
