import { Group, Loader, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { AccessEnd } from './AccessEnd.tsx'
import { CredentialActions } from './CredentialActions.tsx'
import { CredentialStatus } from './CredentialStatus.tsx'
import { RefreshFailure } from './RefreshFailure.tsx'
import { UsageLink } from './UsageLink.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface CredentialRowProps {
  credential: CredentialSummary
  /** The title of its method. */
  method: string
  /** The credential request that it was provided for. */ request?: { askedBy: string | null }
  onDisconnect(): void
  onDelete(): void
}

/** Shows one credential: its identity, status, usage and actions. */
export function CredentialRow({ credential, method, request, onDisconnect, onDelete }: CredentialRowProps) {
  const { trpc } = useApi()
  const { id, name, identity, activeFlowCount, receipt, grant } = credential
  const params = { workspace: useWorkspaceId(), component: credential.componentId, credential: id }
  const credentialsChanged = useCredentialsChanged()
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const verify = useMutation(
    trpc.credentials.verify.mutationOptions({
      gcTime: 0,
      onSuccess: credentialsChanged,
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: `“${isolated(name)}” was not verified`,
          message: sentenceOf(error),
        }),
    }),
  )
  // An OAuth access token is refreshed before it expires; only the end of the grant matters.
  const expiresAt = grant ? undefined : receipt?.expiresAt
  return (
    <Row
      isBusy={verify.isPending}
      actions={
        (mayVerify || mayWrite) && (
          <CredentialActions
            credential={credential}
            isVerifying={verify.isPending}
            onVerify={() => verify.isPending || verify.mutate({ credentialId: id })}
            onDisconnect={onDisconnect}
            onDelete={onDelete}
          />
        )
      }
    >
      {mayWrite ? (
        <TextLink to="/w/$workspace/credentials/$component/$credential" params={params} c="inherit" fw={600}>
          <bdi>{name}</bdi>
        </TextLink>
      ) : (
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
      )}
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
      {verify.isPending ? (
        <Group gap={6} c="dimmed">
          <Loader size={14} aria-hidden />
          <Text size="sm">Verifying…</Text>
        </Group>
      ) : (
        <CredentialStatus credential={credential} />
      )}
      {request && (
        <Text size="sm" c="dimmed">
          Provided by link, requested by {request.askedBy ?? 'a former member'}
        </Text>
      )}
      {grant?.endsAt && <AccessEnd at={grant.endsAt} />}
      {grant?.refreshFailure && <RefreshFailure failure={grant.refreshFailure} />}
      <VisuallyHidden role="status">{verify.data?.message}</VisuallyHidden>
      {activeFlowCount > 0 && <UsageLink credentialId={id} activeFlowCount={activeFlowCount} />}
    </Row>
  )
}
