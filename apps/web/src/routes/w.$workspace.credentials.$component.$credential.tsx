import { Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { isProof } from '@stepkey/shared/verification'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, notFound } from '@tanstack/react-router'
import { useState } from 'react'
import { ComponentIcon } from '../features/catalog/ComponentIcon.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { CredentialActivity } from '../features/credential-page/CredentialActivity.tsx'
import { CredentialDetails } from '../features/credential-page/CredentialDetails.tsx'
import { CredentialFlows } from '../features/credential-page/CredentialFlows.tsx'
import { CredentialPageActions } from '../features/credential-page/CredentialPageActions.tsx'
import { CredentialScopes } from '../features/credential-page/CredentialScopes.tsx'
import { CredentialValues } from '../features/credential-page/CredentialValues.tsx'
import { FrozenNotice } from '../features/credential-page/FrozenNotice.tsx'
import { NewFieldsNotice } from '../features/credential-page/NewFieldsNotice.tsx'
import { ReceiptHistory } from '../features/credential-page/ReceiptHistory.tsx'
import { CredentialForm } from '../features/credentials/CredentialForm.tsx'
import { CredentialStatus } from '../features/credentials/CredentialStatus.tsx'
import { notifyAdded, notifySaved } from '../features/credentials/notifySaved.ts'
import { RefreshFailure } from '../features/credentials/RefreshFailure.tsx'
import { UsedByNotice } from '../features/credentials/UsedByNotice.tsx'
import { VerificationPanel } from '../features/credentials/VerificationPanel.tsx'
import { OpenRevocations } from '../features/revocations/OpenRevocations.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { BackLink } from '../ui/layout/BackLink.tsx'
import { Page } from '../ui/layout/Page.tsx'
import { mayIn, useMay } from '../workspace/access.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/credentials/$component/$credential')({
  /** `edit` opens the form, with these OAuth `scopes` if they are given; `rotate` opens the one for a new value. */
  validateSearch: ({
    edit,
    rotate,
    scopes,
  }: Record<string, unknown>): { edit?: 1; rotate?: 1; scopes?: string[] } => {
    if (rotate) return { rotate: 1 }
    if (!edit) return {}
    const chosen = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string') && scopes
    return { edit: 1, ...(chosen && { scopes: chosen }) }
  },
  // The page and an edit must start from the current version, not from a cached one.
  loader: async ({ context: { queryClient, api, workspace }, params: { component, credential } }) => {
    const [{ items }] = await Promise.all([
      queryClient.fetchQuery({
        ...api.trpc.credentials.list.queryOptions({ ids: [credential], limit: 1 }),
        staleTime: 0,
      }),
      ...(mayIn(workspace, 'inspect')
        ? [
            queryClient.ensureQueryData(componentDefinition(api, component)),
            queryClient.fetchQuery({
              ...api.trpc.credentials.get.queryOptions({ credentialId: credential }),
              staleTime: 0,
            }),
          ]
        : []),
    ])
    if (items[0]?.componentId !== component) throw notFound()
  },
  notFoundComponent: NotFound,
  component: CredentialPage,
  pendingComponent: () => (
    <Stack gap="xl" aria-hidden>
      <Skeleton height={48} width={280} />
      <Skeleton height={320} radius="lg" />
    </Stack>
  ),
})

/** Each credential has a form of its own. */
function CredentialPage() {
  const { credential } = Route.useParams()
  return <PageOfCredential key={credential} />
}

function PageOfCredential() {
  const { workspace, component: componentId, credential: credentialId } = Route.useParams()
  const { edit, rotate, scopes } = Route.useSearch()
  const navigate = Route.useNavigate()
  const api = useApi()
  const { trpc } = api
  const mayInspect = useMay('inspect')
  const mayWrite = useMay('write')
  const mayAudit = useMay('audit')
  const { data: component } = useSuspenseQuery(trpc.components.get.queryOptions({ componentId }))
  const { data: listed } = useSuspenseQuery(
    trpc.credentials.list.queryOptions({ ids: [credentialId], limit: 1 }),
  )
  const detail = useQuery(trpc.credentials.get.queryOptions({ credentialId }, { enabled: mayInspect }))
  const definition = useQuery({ ...componentDefinition(api, componentId), enabled: mayInspect })
  const [credential] = listed.items
  if (!credential) throw notFound()
  // Decided once: a form that is open stays open when its verification changes the status.
  const [startsOpen, setStartsOpen] = useState(needsFix(credential))
  const [isAdded, setAdded] = useState(false)
  const inspected =
    detail.data && definition.data ? { credential: detail.data, definition: definition.data } : undefined
  const isRotation = rotate === 1
  const isEditing = mayWrite && inspected !== undefined && (edit === 1 || isRotation || startsOpen)
  const { receipt, grant } = credential

  async function closeForm({ hasAdded = false } = {}) {
    setStartsOpen(false)
    setAdded(hasAdded)
    await navigate({ search: {}, replace: true, ignoreBlocker: true, resetScroll: false })
  }

  return (
    <Page
      title={credential.name}
      lead={
        <>
          {credential.identity && <bdi>{credential.identity}</bdi>}
          <CredentialStatus credential={credential} />
        </>
      }
      icon={<ComponentIcon component={component} size={48} />}
      back={
        <BackLink to="/w/$workspace/credentials/$component" params={{ workspace, component: componentId }}>
          {component.title}
        </BackLink>
      }
      actions={
        <CredentialPageActions
          component={component}
          credential={credential}
          isEditing={isEditing}
          onDeleted={() =>
            navigate({
              to: '/w/$workspace/credentials/$component',
              params: { workspace, component: componentId },
              ignoreBlocker: true,
            })
          }
        />
      }
    >
      {isEditing ? (
        <Paper withBorder radius="lg" p={{ base: 'md', sm: 'xl' }} maw={620}>
          {isRotation && <RotationLead />}
          <CredentialForm
            key={isRotation ? 'rotate' : `edit ${scopes?.join(' ') ?? ''}`}
            component={inspected.definition}
            credential={inspected.credential}
            isRotation={isRotation}
            scopes={scopes}
            usedBy={!isRotation && <UsedByNotice credential={credential} />}
            onSaved={(saved) => {
              if (isRotation) notifyAdded()
              else notifySaved(saved.credential)
              void closeForm({ hasAdded: isRotation })
            }}
            onCancel={closeForm}
          />
        </Paper>
      ) : (
        <>
          {receipt && !isProof(receipt.outcome) && (
            <VerificationPanel verification={receipt} notSaved={false} />
          )}
          {credential.status === 'frozen' && mayWrite && <FrozenNotice credential={credential} />}
          {grant?.refreshFailure && <RefreshFailure failure={grant.refreshFailure} />}
          <NewFieldsNotice credential={credential} />
        </>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
        <CredentialFlows
          credentialId={credentialId}
          isInactiveOnly={isEditing && !isRotation && credential.activeFlowCount > 0}
        />
        <ReceiptHistory credentialId={credentialId} />
      </SimpleGrid>
      <OpenRevocations title="Not revoked yet" credentialId={credentialId} />
      <CredentialValues credential={credential} isEditing={isEditing} focusNew={isAdded && !isEditing} />
      <CredentialScopes credential={credential} isEditing={isEditing} {...(inspected && { inspected })} />
      <CredentialDetails component={component} credential={credential} inspected={inspected} />
      {mayAudit && <CredentialActivity credentialId={credentialId} />}
    </Page>
  )
}

/** Says what the form for a new value does. */
const RotationLead = () => (
  <Stack gap={2} mb="lg">
    <Title order={2}>New value</Title>
    <Text size="sm" c="dimmed">
      It is verified and stored beside the current one. No flow gets it until you let flows try it, or promote
      it.
    </Text>
  </Stack>
)

/** Returns whether a user must enter a new secret or connect again: the form is open from the start. */
const needsFix = ({ status }: Pick<CredentialSummary, 'status'>) =>
  status === 'failing' || status === 'reconnect'
