import { Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { FirstFlow } from '../features/flows/FirstFlow.tsx'
import { FlowList, FlowListSkeleton } from '../features/flows/FlowList.tsx'
import { flowPages } from '../features/flows/flowPages.ts'
import { SearchBox } from '../ui/inputs/SearchBox.tsx'
import { searchParams } from '../ui/inputs/searchParams.ts'
import { ButtonLink } from '../ui/layout/links.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/flows/')({
  validateSearch: searchParams,
  loader: ({ context: { queryClient, api } }) =>
    Promise.all([
      queryClient.ensureInfiniteQueryData(flowPages(api.trpc)),
      queryClient.ensureQueryData(api.trpc.components.list.queryOptions({})),
    ]),
  component: FlowsPage,
  pendingComponent: () => (
    <Page title="Flows">
      <Skeleton height={36} maw={360} />
      <FlowListSkeleton />
    </Page>
  ),
})

function FlowsPage() {
  const { search } = Route.useSearch()
  const { workspace } = Route.useParams()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const mayBuild = useMay('flows')
  const { data } = useInfiniteQuery(flowPages(trpc))
  if (data?.pages[0]?.items.length === 0) {
    return (
      <Page title="Flows">
        <FirstFlow />
      </Page>
    )
  }
  return (
    <Page
      title="Flows"
      actions={
        mayBuild && (
          <ButtonLink
            to="/w/$workspace/flows/$flow"
            params={{ workspace, flow: 'new' }}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Create flow
          </ButtonLink>
        )
      }
    >
      <SearchBox
        label="Search flows by name"
        isMain
        initial={search}
        onSearch={(next) => navigate({ search: { search: next || undefined }, replace: true })}
      />
      <FlowList search={search} />
    </Page>
  )
}
