import { Skeleton } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/components'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useMay } from '../access.ts'
import { useApi } from '../api.ts'
import { ComponentGrid, ComponentGridSkeleton } from '../components/ComponentGrid.tsx'
import { FirstCredential } from '../credentials/FirstCredential.tsx'
import { sandboxDetail } from '../credentials/sandbox.ts'
import { ButtonLink } from '../ui/links.tsx'
import { Page } from '../ui/Page.tsx'
import { SearchBox } from '../ui/SearchBox.tsx'
import { searchParams } from '../ui/search.ts'

export const Route = createFileRoute('/w/$workspace/credentials/')({
  validateSearch: searchParams,
  loader: async ({ context: { queryClient, api } }) => {
    const components = await queryClient.ensureQueryData(api.trpc.components.list.queryOptions({}))
    if (isEmpty(components)) await queryClient.ensureQueryData(sandboxDetail(api.trpc))
  },
  component: CredentialsPage,
  pendingComponent: () => (
    <Page title="Credentials">
      <Skeleton height={36} maw={360} />
      <ComponentGridSkeleton />
    </Page>
  ),
})

const isEmpty = (components: readonly ComponentSummary[]) =>
  components.every(({ credentialCount }) => credentialCount === 0)

function CredentialsPage() {
  const { search } = Route.useSearch()
  const { workspace } = Route.useParams()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const mayCreate = useMay('write')
  const { data: components } = useSuspenseQuery(trpc.components.list.queryOptions({}))

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
      {isEmpty(components) && <FirstCredential />}
      <SearchBox
        label="Search components"
        initial={search}
        onSearch={(next) => navigate({ search: { search: next || undefined }, replace: true })}
      />
      <ComponentGrid search={search} />
    </Page>
  )
}
