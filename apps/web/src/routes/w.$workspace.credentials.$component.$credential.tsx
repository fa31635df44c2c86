import { Paper, Skeleton, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { ComponentIcon } from '../features/catalog/ComponentIcon.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { CredentialForm } from '../features/credentials/CredentialForm.tsx'
import { CredentialStatus } from '../features/credentials/CredentialStatus.tsx'
import { notifySaved } from '../features/credentials/notifySaved.ts'
import { UsedByNotice } from '../features/credentials/UsedByNotice.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/$component/$credential')({
  // An edit must start from the current version, not from a cached one.
  loader: async ({ context: { queryClient, api, workspace }, params: { component, credential } }) => {
    requireMay(workspace, 'write')
    await Promise.all([
      queryClient.ensureQueryData(componentDefinition(component)),
      queryClient.fetchQuery({
        ...api.trpc.credentials.get.queryOptions({ credentialId: credential }),
        staleTime: 0,
      }),
    ])
  },
  notFoundComponent: NotFound,
  component: EditCredentialPage,
  pendingComponent: () => (
    <Stack gap="xl" maw={620} aria-hidden>
      <Skeleton height={48} width={280} />
      <Skeleton height={320} radius="lg" />
    </Stack>
  ),
})

function EditCredentialPage() {
  const { workspace, component: componentId, credential: credentialId } = Route.useParams()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  const { data: credential } = useSuspenseQuery(trpc.credentials.get.queryOptions({ credentialId }))
  const { data: component } = useSuspenseQuery(componentDefinition(componentId))
  if (!component || credential.componentId !== componentId) throw notFound()
  const toList = () =>
    navigate({
      to: '/w/$workspace/credentials/$component',
      params: { workspace, component: componentId },
      ignoreBlocker: true,
    })
  return (
    <Page
      title={credential.name}
      lead={<CredentialStatus credential={credential} />}
      icon={<ComponentIcon component={component} size={48} />}
      width="reading"
      back={
        <BackLink to="/w/$workspace/credentials/$component" params={{ workspace, component: componentId }}>
          {component.title}
        </BackLink>
      }
    >
      <Paper withBorder radius="lg" p={{ base: 'md', sm: 'xl' }}>
        <CredentialForm
          key={credentialId}
          component={component}
          credential={credential}
          usedBy={<UsedByNotice credential={credential} />}
          onSaved={(saved) => {
            notifySaved(saved.credential)
            void toList()
          }}
          onCancel={toList}
        />
      </Paper>
    </Page>
  )
}
