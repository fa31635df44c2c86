import { notifications } from '@mantine/notifications'
import type { Credential } from '@stepkey/shared/credential'

/** Shows a notification that a credential was saved. */
export function notifySaved({ name, receipt, status }: Credential) {
  notifications.show({
    color: status === 'verified' ? 'leaf' : 'amber',
    title: `“${name}” was saved`,
    message: status === 'unverified' ? 'It was saved without verifying.' : receipt?.message,
  })
}
