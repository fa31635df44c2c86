import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { requireMay } from '../access.ts'
import { ComponentChoices } from '../components/ComponentChoices.tsx'
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
  const [search, setSearch] = useState('')
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
      <SearchBox label="Search components" onSearch={setSearch} />
      <ComponentChoices search={search} />
    </Page>
  )
}
