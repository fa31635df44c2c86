import { notifications } from '@mantine/notifications'
import type { Revocation } from '@stepkey/shared/oauth'
import { describeRevocation, type NamedComponent } from '../consents/providerName.ts'

/** Says that values were erased, and whether their key was revoked. @param what the beginning of the sentence */
export function notifyErased(
  what: string,
  component: NamedComponent | undefined,
  revocation: Revocation | undefined,
): void {
  const revoked = component && revocation && describeRevocation(component, revocation, 'key')
  notifications.show({
    color: revoked?.isDone === false ? 'amber' : 'leaf',
    message: [`${what} was erased.`, revoked?.message].filter(Boolean).join(' '),
    ...(revoked && revocation !== 'revoked' && { autoClose: 20_000 }),
  })
}
