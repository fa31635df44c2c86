import { searchComponents } from '@stepkey/shared/component-search'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../api.ts'
import { ComponentChoices } from '../components/ComponentChoices.tsx'
import { Finder } from '../components/Finder.tsx'
import { Sections } from '../components/Sections.tsx'
import { requireMay } from '../requireMay.ts'
import { BackLink } from '../ui/BackLink.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { Page } from '../ui/Page.tsx'
import { SearchBox } from '../ui/SearchBox.tsx'

export const Route = createFileRoute('/w/$workspace/credentials/new')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'write')
    return queryClient.ensureQueryData(api.trpc.components.list.queryOptions({}))
  },
  notFoundComponent: NotFound,
  component: ChooseComponentPage,
})

function ChooseComponentPage() {
  const { workspace } = Route.useParams()
  const { trpc } = useApi()
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))
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
      title="Create New Credential"
      lead="Which application is it for?"
      width="reading"
      back={
        <BackLink to="/w/$workspace/credentials" params={{ workspace }}>
          Credentials
        </BackLink>
      }
    >
      <Finder>
        <SearchBox label="Search components" onSearch={setSearch} onEnter={open} hotkey="/" autoFocus />
        <Sections components={components} search={search}>
          {(shown) => <ComponentChoices components={shown} />}
        </Sections>
      </Finder>
    </Page>
  )
}
