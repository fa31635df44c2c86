import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { WebhookRow } from '../../platform/database/tables.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'

/** How long the old secret signs along after a new one was made, in milliseconds: a day. */
export const OVERLAP = 24 * 3600_000

/** As the format wants it: 24 to 64 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

interface Secrets {
  secret: string
  /** The one before. */
  oldSecret?: string
}

type Sealed = Pick<WebhookRow, 'sealed' | 'workspace_id' | 'seal_version'> & { webhook_id: string }

const identityOf = ({ workspace_id, webhook_id, seal_version }: Omit<Sealed, 'sealed'>) => ({
  workspaceId: workspace_id,
  table: 'webhook' as const,
  id: webhook_id,
  sealVersion: seal_version,
})

export const sealSecrets = (
  keyring: Keyring,
  of: Omit<Sealed, 'sealed'>,
  secrets: Secrets,
): Promise<Buffer> => keyring.seal(new Secret({ ...secrets }), identityOf(of))

export async function openSecrets(keyring: Keyring, of: Sealed): Promise<Secret<Secrets>> {
  const opened = (await keyring.open(of.sealed, identityOf(of))).reveal()
  return new Secret(opened as unknown as Secrets)
}

/** The signatures of one try; two while a secret is being replaced. */
export function sign(
  secrets: Secret<Secrets>,
  { id, at, body, isOldGood }: { id: string; at: Date; body: string; isOldGood: boolean },
): string {
  const { secret, oldSecret } = secrets.reveal()
  const good = [secret, ...(isOldGood && oldSecret ? [oldSecret] : [])]
  return good.map((one) => new Webhook(one).sign(id, at, body)).join(' ')
}
