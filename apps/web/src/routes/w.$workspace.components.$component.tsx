import { Skeleton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { ComponentEditor } from '../features/component-editor/ComponentEditor.tsx'
import { definitionToEdit } from '../features/component-editor/definitionToEdit.ts'
import { NotFound } from '../shell/NotFound.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { PageSkeleton } from '../ui/layout/PageSkeleton.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/components/$component')({
  // The editor must start from the current draft, not from a cached one.
  loader: async ({ context: { queryClient, api, workspace }, params: { component } }) => {
    requireMay(workspace, 'components')
    await queryClient
      .fetchQuery({ ...definitionToEdit(api, component), staleTime: 0 })
      .catch((error: unknown) => {
        throw codeOf(error) === 'not_found' ? notFound() : error
      })
  },
  notFoundComponent: NotFound,
  component: ComponentPage,
  pendingComponent: () => (
    <PageSkeleton heading="Component">
      <Skeleton height={420} radius="lg" />
    </PageSkeleton>
  ),
})

function ComponentPage() {
  const { workspace, component } = Route.useParams()
  const navigate = Route.useNavigate()
  const { data: stored } = useSuspenseQuery(definitionToEdit(useApi(), component))
  const { title } = stored.definition
  return (
    <Page
      title={typeof title === 'string' && title.trim() !== '' ? title : component}
      back={
        <BackLink to="/w/$workspace/components" params={{ workspace }}>
          Components
        </BackLink>
      }
    >
      {/* Saving a draft keeps the editor, and what was entered into its preview. */}
      <ComponentEditor
        key={component}
        stored={stored}
        onPublished={() =>
          navigate({ to: '/w/$workspace/components', params: { workspace }, ignoreBlocker: true })
        }
      />
    </Page>
  )
}
