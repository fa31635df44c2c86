import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { isolated } from '../../ui/text/isolated.ts'

/** Shows a notification that a credential was saved. */
export function notifySaved(credential: CredentialSummary) {
  notifications.show({
    color: credential.status === 'verified' ? 'leaf' : 'amber',
    title: `“${isolated(credential.name)}” was saved`,
    message: savedMessage(credential),
  })
}

/** Shows a notification that a new value was added to a credential. */
export function notifyAdded() {
  notifications.show({
    color: 'leaf',
    title: 'The new value was verified and added',
    message: 'The current value stays in use until you promote the new one.',
  })
}

/** Returns the result of the verification that was part of saving a credential. */
export const savedMessage = ({ receipt, status }: Pick<CredentialSummary, 'receipt' | 'status'>) =>
  status === 'unverified' ? 'It was saved without verifying.' : receipt?.message
