import { Paper, Skeleton, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { ComponentIcon } from '../components/ComponentIcon.tsx'
import { definitionOf } from '../components/definition.ts'
import { CredentialForm } from '../credentials/CredentialForm.tsx'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import { notifySaved } from '../credentials/notifySaved.ts'
import { UsedByNotice } from '../credentials/UsedByNotice.tsx'
import { requireMay } from '../requireMay.ts'
import { BackLink } from '../ui/BackLink.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { Page } from '../ui/Page.tsx'

export const Route = createFileRoute('/w/$workspace/credentials/$component/$credential')({
  // An edit starts from what is stored now, not from what was shown a while ago.
  loader: async ({ context: { queryClient, api, workspace }, params: { component, credential } }) => {
    requireMay(workspace, 'write')
    await Promise.all([
      queryClient.ensureQueryData(definitionOf(component)),
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
  const { data: component } = useSuspenseQuery(definitionOf(componentId))
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
          usedBy={<UsedByNotice credentialId={credentialId} />}
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
