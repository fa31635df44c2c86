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

/** Returns the result of the verification that was part of saving a credential. */
export const savedMessage = ({ receipt, status }: Pick<CredentialSummary, 'receipt' | 'status'>) =>
  status === 'unverified' ? 'It was saved without verifying.' : receipt?.message
