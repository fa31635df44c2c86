import { Alert, Paper, Skeleton, Text } from '@mantine/core'
import { IconPaw } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { ComponentIcon } from '../features/catalog/ComponentIcon.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { CredentialForm } from '../features/credentials/CredentialForm.tsx'
import { takenNames } from '../features/credentials/useSuggestedName.ts'
import { MoreOwnership } from '../features/owners/MoreOwnership.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { memberText } from '../ui/language/InEnglish.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { PageSkeleton } from '../ui/layout/PageSkeleton.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/$component/new')({
  validateSearch: (params: Record<string, unknown>): { sandbox?: true } =>
    params.sandbox ? { sandbox: true } : {},
  loader: async ({ context: { queryClient, api, workspace }, params }) => {
    requireMay(workspace, 'write')
    const component = await queryClient.ensureQueryData(componentDefinition(api, params.component))
    if (!component) throw notFound()
    const name = memberText('form.defaultName', { component: component.title })
    await queryClient.fetchQuery(takenNames(api.trpc, component.id, name))
  },
  notFoundComponent: NotFound,
  component: NewCredentialPage,
  pendingComponent: () => (
    <PageSkeleton heading="New credential">
      <Skeleton height={320} radius="lg" maw={620} />
    </PageSkeleton>
  ),
})

function NewCredentialPage() {
  const { workspace, component: componentId } = Route.useParams()
  const { sandbox } = Route.useSearch()
  const navigate = Route.useNavigate()
  const api = useApi()
  const { data: component } = useSuspenseQuery(componentDefinition(api, componentId))
  if (!component) throw notFound()
  const toList = (saved?: string) =>
    navigate({
      to: '/w/$workspace/credentials/$component',
      params: { workspace, component: componentId },
      search: { saved },
      ignoreBlocker: true,
    })
  return (
    <Page
      title={`New ${component.title} credential`}
      icon={<ComponentIcon component={component} size={48} />}
      width="reading"
      back={
        <BackLink to="/w/$workspace/credentials/$component" params={{ workspace, component: componentId }}>
          {component.title}
        </BackLink>
      }
    >
      {sandbox && (
        <Alert icon={<IconPaw aria-hidden />} title="Enter the key to continue">
          The Petstore sandbox is a small API that runs next to Stepkey. All other fields are filled in. Its
          key is the word{' '}
          <Text span fw={700} ff="monospace">
            secret
          </Text>
          . Try a wrong key first: Stepkey rejects it and stores nothing.
        </Alert>
      )}
      <Paper withBorder radius="lg" p={{ base: 'md', sm: 'xl' }}>
        <CredentialForm
          key={componentId}
          component={component}
          ownership={MoreOwnership}
          onSaved={({ credential }) => void toList(credential.id)}
          onCancel={() => toList()}
        />
      </Paper>
    </Page>
  )
}
