import { notifications } from '@mantine/notifications'
import type { DeletedCredential } from '@stepkey/shared/deleted-credential'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

interface EraseCredentialProps {
  credential: DeletedCredential
  onClose(): void
}

/** Confirms and erases a deleted credential before its time. */
export function EraseCredential({ credential: { id: credentialId, name }, onClose }: EraseCredentialProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  return (
    <ConfirmDialog
      title={`Erase “${isolated(name)}” now?`}
      confirm="Erase now"
      onConfirm={() => client.deletedCredentials.erase.mutate({ credentialId })}
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'leaf', message: `“${isolated(name)}” was erased.` })
        void credentialsChanged()
      }}
    >
      It can’t be restored any more. The key at the provider stays valid until you revoke it there.
    </ConfirmDialog>
  )
}
