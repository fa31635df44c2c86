import type { DeletedCredential } from '@stepkey/shared/deleted-credential'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { notifyErased } from '../revocations/notifyErased.ts'
import { useRevokeChoice } from '../revocations/useRevokeChoice.tsx'

interface EraseCredentialProps {
  credential: DeletedCredential
  onClose(): void
}

/** Confirms and erases a deleted credential before its time. */
export function EraseCredential({ credential, onClose }: EraseCredentialProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const { choice, isRevoked, component } = useRevokeChoice(credential)
  const { id: credentialId } = credential
  const name = `“${isolated(credential.name)}”`
  return (
    <ConfirmDialog
      title={`Erase ${name} now?`}
      confirm={isRevoked ? 'Erase and revoke' : 'Erase now'}
      inputs={choice}
      onConfirm={() =>
        client.deletedCredentials.erase.mutate({ credentialId, ...(isRevoked && { revoke: true }) })
      }
      onClose={onClose}
      onDone={({ revocation }) => {
        notifyErased(name, component, revocation)
        void credentialsChanged()
      }}
    >
      It can’t be restored any more.
      {!isRevoked && ' The key at the provider stays valid until you revoke it there.'}
    </ConfirmDialog>
  )
}
