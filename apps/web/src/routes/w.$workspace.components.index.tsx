import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { NewComponent } from '../features/component-editor/NewComponent.tsx'
import { OwnComponentList } from '../features/component-editor/OwnComponentList.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { EmptyBox } from '../ui/layout/EmptyBox.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/components/')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'components')
    return queryClient.ensureQueryData(api.trpc.components.own.queryOptions())
  },
  notFoundComponent: NotFound,
  component: ComponentsPage,
  pendingComponent: () => (
    <Page title="Components" width="reading">
      <RowListSkeleton />
    </Page>
  ),
})

function ComponentsPage() {
  const { trpc } = useApi()
  const { workspace } = Route.useParams()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(trpc.components.own.queryOptions())
  const [isAdding, { open, close }] = useDisclosure()
  const add = (
    <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
      New component
    </Button>
  )
  return (
    <Page title="Components" width="reading" actions={data.items.length > 0 && add}>
      {data.items.length === 0 ? (
        <EmptyBox title="No components of your own yet" action={add}>
          A component connects one application. Make one for an internal API, or for a provider that Stepkey
          doesn’t know: say what users enter, where it goes in requests, and which request proves it.
        </EmptyBox>
      ) : (
        <OwnComponentList components={data.items} />
      )}
      {isAdding && (
        <NewComponent
          taken={data.items.map(({ id }) => id)}
          onClose={close}
          onCreated={(component) =>
            navigate({ to: '/w/$workspace/components/$component', params: { workspace, component } })
          }
        />
      )}
    </Page>
  )
}
