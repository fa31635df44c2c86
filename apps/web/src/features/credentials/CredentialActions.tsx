import { Button } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconPencil, IconPlugConnected, IconPlugOff, IconShieldCheck, IconTrash } from '@tabler/icons-react'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

interface CredentialActionsProps {
  credential: CredentialSummary
  isVerifying: boolean
  onVerify(): void
  onDisconnect(): void
  onDelete(): void
}

const buttonProps = { variant: 'subtle', size: 'compact-md', fz: 'sm' } as const

/** Shows the actions on a credential that the role of the user allows. */
export function CredentialActions(props: CredentialActionsProps) {
  const { credential, isVerifying, onVerify, onDisconnect, onDelete } = props
  const { id, name, componentId, grant } = credential
  const mayVerify = useMay('verify')
  const mayWrite = useMay('write')
  const needsReconnect = credential.status === 'reconnect'
  const page = {
    to: '/w/$workspace/credentials/$component/$credential',
    params: { workspace: useWorkspaceId(), component: componentId, credential: id },
    search: { edit: 1 },
  } as const
  return (
    <>
      {needsReconnect && mayWrite && (
        <ButtonLink
          {...page}
          {...buttonProps}
          variant="filled"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          aria-label={`Connect again: ${name}`}
        >
          Connect again
        </ButtonLink>
      )}
      {!needsReconnect && credential.status !== 'frozen' && mayVerify && (
        <Button
          {...buttonProps}
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          onClick={onVerify}
          data-disabled={isVerifying || undefined}
          aria-disabled={isVerifying}
          aria-label={`Verify ${name}`}
        >
          Verify
        </Button>
      )}
      {mayWrite && (
        <>
          <ButtonLink
            {...page}
            {...buttonProps}
            leftSection={<IconPencil size={16} aria-hidden />}
            aria-label={`Edit ${name}`}
          >
            Edit
          </ButtonLink>
          {grant && !needsReconnect && (
            <Button
              {...buttonProps}
              leftSection={<IconPlugOff size={16} aria-hidden />}
              onClick={onDisconnect}
              aria-label={`Disconnect ${name}`}
            >
              Disconnect…
            </Button>
          )}
          <Button
            {...buttonProps}
            color="red"
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
