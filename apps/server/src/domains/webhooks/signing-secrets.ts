import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { WebhookRow } from '../../platform/database/tables.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'
import { DAY } from '../../platform/time.ts'

/** How long requests are also signed with the old secret after a rotation, in milliseconds: a day. */
export const OVERLAP = DAY

/** Generates a signing secret. Standard Webhooks requires 24 to 64 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

interface Secrets {
  secret: string
  /** The previous secret. */
  oldSecret?: string
}

type Sealed = Pick<WebhookRow, 'sealed' | 'workspace_id' | 'seal_version'> & { webhook_id: string }

const identityOf = ({ workspace_id, webhook_id, seal_version }: Omit<Sealed, 'sealed'>) => ({
  workspaceId: workspace_id,
  table: 'webhook' as const,
  id: webhook_id,
  sealVersion: seal_version,
})

/** Seals the signing secrets of a webhook. */
export const sealSecrets = (
  keyring: Keyring,
  of: Omit<Sealed, 'sealed'>,
  secrets: Secrets,
): Promise<Buffer> => keyring.seal(new Secret({ ...secrets }), identityOf(of))

/** Opens the sealed signing secrets of a webhook. */
export async function openSecrets(keyring: Keyring, of: Sealed): Promise<Secret<Secrets>> {
  const opened = (await keyring.open(of.sealed, identityOf(of))).reveal()
  return new Secret(opened as unknown as Secrets)
}

/** Returns the value of the `webhook-signature` header: two signatures while the old secret is valid. */
export function sign(
  secrets: Secret<Secrets>,
  { id, at, body, isOldGood }: { id: string; at: Date; body: string; isOldGood: boolean },
): string {
  const { secret, oldSecret } = secrets.reveal()
  const validSecrets = [secret, ...(isOldGood && oldSecret ? [oldSecret] : [])]
  return validSecrets.map((valid) => new Webhook(valid).sign(id, at, body)).join(' ')
}
