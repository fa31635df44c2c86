import type { CredentialSummary } from '@stepkey/shared/credential'
import type { CredentialValue } from '@stepkey/shared/credential-value'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { notifyErased } from '../revocations/notifyErased.ts'
import { useRevokeChoice } from '../revocations/useRevokeChoice.tsx'
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
  const { choice, isRevoked, component } = useRevokeChoice(credential, { isChosen: value.revokeOnErase })
  const title = titleOfValue(value).toLowerCase()
  const key = isRevoked ? '' : ' The key at the provider stays valid until you revoke it there.'
  return (
    <ConfirmDialog
      title={`Erase the ${title}?`}
      confirm={isRevoked ? 'Erase and revoke' : 'Erase'}
      inputs={choice}
      onConfirm={() =>
        client.credentials.discardValue.mutate({
          credentialId: credential.id,
          generation: value.generation,
          ...(choice && { revoke: isRevoked }),
        })
      }
      onClose={onClose}
      onDone={({ revocation }) => {
        notifyErased(`The ${title}`, component, revocation)
        void credentialsChanged()
      }}
    >
      {value.state === 'pending'
        ? 'Flows that try it get the current value again.'
        : 'It can’t be restored any more.'}
      {key}
    </ConfirmDialog>
  )
}
