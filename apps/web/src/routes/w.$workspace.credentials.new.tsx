import { searchComponents } from '@stepkey/shared/component-search'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { ComponentChoices } from '../features/catalog/ComponentChoices.tsx'
import { ComponentFinder } from '../features/catalog/ComponentFinder.tsx'
import { ComponentSections } from '../features/catalog/ComponentSections.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { SearchBox } from '../ui/inputs/SearchBox.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/new')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'write')
    return queryClient.ensureQueryData(api.trpc.components.list.queryOptions({}))
  },
  notFoundComponent: NotFound,
  component: ChooseComponentPage,
  pendingComponent: () => (
    <Page title="Create credential" lead="Choose a component.">
      <RowListSkeleton />
    </Page>
  ),
})

function ChooseComponentPage() {
  const { workspace } = Route.useParams()
  const { trpc } = useApi()
  const { data: all } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  const components = all.filter(({ archived }) => !archived)
  const [search, setSearch] = useState('')
  const navigate = Route.useNavigate()

  function open(text: string) {
    const [first] = searchComponents(components, text)
    if (!first) return
    const params = { workspace, component: first.id }
    void navigate({ to: '/w/$workspace/credentials/$component/new', params })
  }

  return (
    <Page
      title="Create credential"
      lead="Choose a component."
      width="reading"
      back={
        <BackLink to="/w/$workspace/credentials" params={{ workspace }}>
          Credentials
        </BackLink>
      }
    >
      <ComponentFinder>
        <SearchBox label="Search components" onSearch={setSearch} onEnter={open} isMain autoFocus />
        <ComponentSections components={components} search={search}>
          {(sectionComponents) => <ComponentChoices components={sectionComponents} />}
        </ComponentSections>
      </ComponentFinder>
    </Page>
  )
}
