import { Group, Loader, Text, VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { formatList } from '../../ui/time/format.ts'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { OwnerAndTags } from '../owners/OwnerAndTags.tsx'
import { AccessEnd } from './AccessEnd.tsx'
import { CredentialActions } from './CredentialActions.tsx'
import { CredentialStatus } from './CredentialStatus.tsx'
import { RefreshFailure } from './RefreshFailure.tsx'
import { UsageLink } from './UsageLink.tsx'
import { useVerifyCredential } from './useVerifyCredential.ts'

interface CredentialRowProps {
  credential: CredentialSummary
  /** The title of its method. */
  method: string
  /** The credential request that it was provided for. */
  request?: { askedBy: string | null }
  onDisconnect(): void
  onDelete(): void
}

/** Shows one credential: its identity, status, usage and actions. */
export function CredentialRow({ credential, method, request, onDisconnect, onDelete }: CredentialRowProps) {
  const { id, name, identity, activeFlowCount, receipt, grant } = credential
  const params = { workspace: useWorkspaceId(), component: credential.componentId, credential: id }
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const { verify, isVerifying, message } = useVerifyCredential(credential)
  // An OAuth access token is refreshed before it expires; only the end of the grant matters.
  const expiresAt = grant ? undefined : receipt?.expiresAt
  return (
    <Row
      isBusy={isVerifying}
      actions={
        (mayVerify || mayWrite) && (
          <CredentialActions
            credential={credential}
            isVerifying={isVerifying}
            onVerify={verify}
            onDisconnect={onDisconnect}
            onDelete={onDelete}
          />
        )
      }
    >
      <TextLink to="/w/$workspace/credentials/$component/$credential" params={params} c="inherit" fw={600}>
        <bdi>{name}</bdi>
      </TextLink>
      <Text size="sm" c="dimmed">
        {identity ? `${identity} · ${method}` : method}
        {expiresAt && (
          <>
            {' · '}
            {new Date(expiresAt) > new Date() ? 'expires on ' : 'expired on '}
            <Day of={expiresAt} />
          </>
        )}
      </Text>
      <OwnerAndTags of={credential} />
      {isVerifying ? (
        <Group gap={6} c="dimmed">
          <Loader size={14} aria-hidden />
          <Text size="sm">Verifying…</Text>
        </Group>
      ) : (
        <CredentialStatus credential={credential} />
      )}
      {credential.newFields && (
        <Text size="sm">Needs attention: the new version needs {formatList(credential.newFields)}</Text>
      )}
      {request && (
        <Text size="sm" c="dimmed">
          Provided by link, requested by {request.askedBy ?? 'a former member'}
        </Text>
      )}
      {grant?.endsAt && <AccessEnd at={grant.endsAt} />}
      {grant?.refreshFailure && <RefreshFailure failure={grant.refreshFailure} />}
      <VisuallyHidden role="status">{message}</VisuallyHidden>
      {activeFlowCount > 0 && <UsageLink credentialId={id} activeFlowCount={activeFlowCount} />}
    </Row>
  )
}
