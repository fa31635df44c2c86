import { Skeleton, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Webhook } from '@stepkey/shared/webhook'
import { useQuery } from '@tanstack/react-query'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { ButtonLink, TextLink } from '../../ui/layout/links.tsx'
import { Row, RowList, RowListSkeleton } from '../../ui/layout/RowList.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { AccessEnd, accessEndOf } from '../credentials/AccessEnd.tsx'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import { RefreshFailure } from '../credentials/RefreshFailure.tsx'
import { RevocationRow } from '../revocations/RevocationRow.tsx'
import { WebhookStatus } from '../webhooks/WebhookStatus.tsx'
import classes from './AttentionList.module.css'
import { needsAttention, useAttention } from './useAttention.ts'

/**
 * Lists what needs the user: credentials that fail or whose access ends, with the flows that they affect, revocations that
 * a provider has not confirmed, and webhooks that fail.
 */
export function AttentionList({ components }: { components: readonly ComponentSummary[] }) {
  const { failed, credentials, ending, revocations, webhooks, hasMore, hasMoreEnding } = useAttention()
  const workspace = useWorkspaceId()
  if (failed) return <LoadError of={failed} />
  if (!credentials || !ending || !revocations || !webhooks) return <RowListSkeleton />
  const componentOf = ({ componentId }: { componentId: string }) =>
    components.find(({ id }) => id === componentId)
  if (credentials.length + ending.length + revocations.length + webhooks.length === 0) {
    return <StatusText tone="good">Nothing needs your attention.</StatusText>
  }
  return (
    <>
      <RowList label="Needs attention">
        {credentials.map((credential) => (
          <CredentialAttention
            key={credential.id}
            credential={credential}
            component={componentOf(credential)?.title}
          />
        ))}
        {ending.map((credential) => (
          <CredentialAttention
            key={credential.id}
            credential={credential}
            component={componentOf(credential)?.title}
          />
        ))}
        {revocations.map((revocation) => (
          <RevocationRow key={revocation.id} revocation={revocation} component={componentOf(revocation)} />
        ))}
        {webhooks.map((webhook) => (
          <WebhookAttention key={webhook.id} webhook={webhook} />
        ))}
      </RowList>
      {hasMore && (
        <TextLink
          to="/w/$workspace/credentials/all"
          params={{ workspace }}
          search={{ status: 'needs_repair' }}
        >
          Show all failing credentials
        </TextLink>
      )}
      {hasMoreEnding && (
        <TextLink to="/w/$workspace/credentials/all" params={{ workspace }} search={{ ending: true }}>
          Show all credentials whose access ends soon
        </TextLink>
      )}
    </>
  )
}

interface CredentialAttentionProps {
  credential: CredentialSummary
  component: string | undefined
}

function CredentialAttention({ credential, component }: CredentialAttentionProps) {
  const { id, name, componentId, status, activeFlowCount, grant, receipt } = credential
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const end = accessEndOf(credential)
  const { action, search } = actionFor(credential)
  return (
    <Row
      actions={
        mayWrite && (
          <ButtonLink
            to="/w/$workspace/credentials/$component/$credential"
            params={{ workspace, component: componentId, credential: id }}
            search={search}
            variant="default"
            size="xs"
            aria-label={`${action}: ${name}`}
          >
            {action}
          </ButtonLink>
        )
      }
    >
      <Text fw={600}>
        <TextLink
          to="/w/$workspace/credentials/$component/$credential"
          params={{ workspace, component: componentId, credential: id }}
          inherit
          c="inherit"
        >
          <bdi>{name}</bdi>
        </TextLink>
        <Text span inherit fw={400} c="dimmed">
          {' '}
          · {component ?? componentId}
        </Text>
      </Text>
      <CredentialStatus credential={credential} />
      {end && <AccessEnd at={end} />}
      {status !== 'reconnect' && receipt?.advice && (
        <Text size="sm" c="dimmed">
          {receipt.advice}
        </Text>
      )}
      {grant?.refreshFailure && <RefreshFailure failure={grant.refreshFailure} />}
      {activeFlowCount > 0 && <AffectedFlows credentialId={id} count={activeFlowCount} />}
    </Row>
  )
}

/** Returns the one action on a credential, and what its page shows then. */
function actionFor(credential: CredentialSummary): { action: string; search: { edit?: 1; rotate?: 1 } } {
  // The page of a frozen one says what to do first.
  if (credential.status === 'frozen') return { action: 'Show', search: {} }
  if (credential.status === 'reconnect') return { action: 'Connect again', search: { edit: 1 } }
  if (needsAttention(credential)) return { action: 'Fix', search: { edit: 1 } }
  // Its access ends, but still works: the new value is tried while the current one stays in use.
  return credential.grant
    ? { action: 'Connect again', search: { edit: 1 } }
    : { action: 'Rotate', search: { rotate: 1 } }
}

/** The number of flows that are named. */
const NAMED = 3

function AffectedFlows({ credentialId, count }: { credentialId: string; count: number }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const { data } = useQuery(trpc.credentials.usage.queryOptions({ credentialId }))
  if (!data) return <Skeleton height={20} width={160} />
  const flows = data.flows.filter(({ status }) => status === 'active').slice(0, NAMED)
  const others = count - flows.length
  return (
    <Text size="sm" component="div" className={classes.flows}>
      Affects
      {flows.map((flow) => (
        <TextLink
          key={flow.id}
          to="/w/$workspace/flows/$flow"
          params={{ workspace, flow: flow.id }}
          size="sm"
          className={classes.flow}
        >
          <bdi>{flow.name}</bdi>
        </TextLink>
      ))}
      {others > 0 && `and ${others} more`}
    </Text>
  )
}

function WebhookAttention({ webhook }: { webhook: Webhook }) {
  const workspace = useWorkspaceId()
  return (
    <Row
      actions={
        <ButtonLink
          to="/w/$workspace/settings/webhooks/$webhook"
          params={{ workspace, webhook: webhook.id }}
          variant="default"
          size="xs"
          aria-label={`Show deliveries: ${webhook.name}`}
        >
          Show deliveries
        </ButtonLink>
      }
    >
      <Text fw={600}>
        <bdi>{webhook.name}</bdi>
        <Text span inherit fw={400} c="dimmed">
          {' '}
          · Webhook
        </Text>
      </Text>
      <WebhookStatus webhook={webhook} />
    </Row>
  )
}
