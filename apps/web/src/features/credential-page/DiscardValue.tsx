import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { CredentialValue } from '@stepkey/shared/credential-value'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { titleOfValue } from './valueLabels.ts'

/** The props of the dialogs that change a value. */
export interface ValueDialogProps {
  credential: CredentialSummary
  value: CredentialValue
  onClose(): void
}

/** Confirms and erases a new or a previous value. */
export function DiscardValue({ credential, value, onClose }: ValueDialogProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const title = titleOfValue(value)
  return (
    <ConfirmDialog
      title={`Erase the ${title.toLowerCase()}?`}
      confirm="Erase"
      onConfirm={() =>
        client.credentials.discardValue.mutate({ credentialId: credential.id, generation: value.generation })
      }
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'leaf', message: `The ${title.toLowerCase()} was erased.` })
        void credentialsChanged()
      }}
    >
      {value.state === 'pending'
        ? 'Flows that try it get the current value again. The key at the provider stays valid; revoke it there if you do not need it.'
        : 'It can’t be restored any more. The key at the provider stays valid until you revoke it there.'}
    </ConfirmDialog>
  )
}
