import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { inDays } from '../features/credentials/deletionTexts.ts'
import { useKeptDays } from '../features/credentials/useKeptDays.ts'
import { DeletedCredentialTable } from '../features/deleted-credentials/DeletedCredentialTable.tsx'
import { deletedPages } from '../features/deleted-credentials/deletedPages.ts'
import { SearchBox } from '../ui/inputs/SearchBox.tsx'
import { searchParams } from '../ui/inputs/searchParams.ts'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/deleted')({
  validateSearch: searchParams,
  loader: ({ context: { queryClient, api }, location }) => {
    const { search = '' } = searchParams(location.search)
    void queryClient.prefetchInfiniteQuery(deletedPages(api.trpc, search))
    return queryClient.ensureQueryData(api.trpc.components.list.queryOptions({}))
  },
  component: DeletedCredentialsPage,
  pendingComponent: () => (
    <Page title="Recently deleted" lead={'\u00a0'}>
      <RowListSkeleton />
    </Page>
  ),
})

function DeletedCredentialsPage() {
  const { search = '' } = searchParams(Route.useSearch())
  const { workspace } = Route.useParams()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const keptDays = useKeptDays()
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))
  return (
    <Page
      title="Recently deleted"
      // Keeps its place until the number of days is known.
      lead={
        keptDays === undefined ? '\u00a0' : keptDays > 0 && `They can be restored for ${inDays(keptDays)}.`
      }
      back={
        <BackLink to="/w/$workspace/credentials/all" params={{ workspace }}>
          All credentials
        </BackLink>
      }
    >
      <SearchBox
        label="Search name, account or component"
        isMain
        initial={search}
        onSearch={(next) => navigate({ search: { search: next || undefined }, replace: true })}
      />
      <DeletedCredentialTable search={search} components={components} />
    </Page>
  )
}
