import { Button, Group, Loader, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconPencil, IconShieldCheck, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useMay } from '../access.ts'
import { sentenceOf, useApi, useWorkspaceId } from '../api.ts'
import { Day } from '../ui/Day.tsx'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { Row } from '../ui/RowList.tsx'
import { CredentialStatus } from './CredentialStatus.tsx'
import { UsedIn } from './UsedIn.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface CredentialRowProps {
  credential: CredentialSummary
  /** The title of its method. */
  method: string
  onDelete(): void
}

/** One credential: who it is, how it stands, where it is used, and what can be done with it. */
export function CredentialRow({ credential, method, onDelete }: CredentialRowProps) {
  const { trpc } = useApi()
  const { id, name, identity, activeFlowCount, receipt } = credential
  const params = { workspace: useWorkspaceId(), component: credential.componentId, credential: id }
  const credentialsChanged = useCredentialsChanged()
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const verify = useMutation(
    trpc.credentials.verify.mutationOptions({
      gcTime: 0,
      onSuccess: credentialsChanged,
      onError: (error) =>
        notifications.show({ color: 'red', title: `“${name}” was not verified`, message: sentenceOf(error) }),
    }),
  )
  return (
    <Row
      isBusy={verify.isPending}
      actions={
        (mayVerify || mayWrite) && (
          <>
            {mayVerify && (
              <Button
                variant="subtle"
                size="compact-md"
                fz="sm"
                leftSection={<IconShieldCheck size={16} aria-hidden />}
                onClick={() => verify.isPending || verify.mutate({ credentialId: id })}
                data-disabled={verify.isPending || undefined}
                aria-disabled={verify.isPending}
                aria-label={`Verify ${name}`}
              >
                Verify
              </Button>
            )}
            {mayWrite && (
              <>
                <ButtonLink
                  to="/w/$workspace/credentials/$component/$credential"
                  params={params}
                  variant="subtle"
                  size="compact-md"
                  fz="sm"
                  leftSection={<IconPencil size={16} aria-hidden />}
                  aria-label={`Edit ${name}`}
                >
                  Edit
                </ButtonLink>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-md"
                  fz="sm"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  onClick={onDelete}
                  aria-label={`Delete ${name}`}
                >
                  Delete
                </Button>
              </>
            )}
          </>
        )
      }
    >
      {mayWrite ? (
        <TextLink to="/w/$workspace/credentials/$component/$credential" params={params} c="inherit" fw={600}>
          {name}
        </TextLink>
      ) : (
        <Text fw={600}>{name}</Text>
      )}
      <Text size="sm" c="dimmed">
        {identity ? `${identity} · ${method}` : method}
        {receipt?.expiresAt && (
          <>
            {' · '}
            {new Date(receipt.expiresAt) > new Date() ? 'expires on ' : 'expired on '}
            <Day of={receipt.expiresAt} />
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
      <VisuallyHidden role="status">{verify.data?.message}</VisuallyHidden>
      {activeFlowCount > 0 && <UsedIn credentialId={id} activeFlowCount={activeFlowCount} />}
    </Row>
  )
}
