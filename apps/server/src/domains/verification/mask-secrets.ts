import { isRecord } from '@stepkey/shared/schema'
import { containsSecret } from './sanitize.ts'

const MASK = '•••'

/**
 * Returns a JSON value from a target in which every text, number and member name that contains a secret is masked: targets may
 * echo the secrets that they receive.
 */
export function maskSecrets(json: unknown, secrets: readonly string[]): unknown {
  const isSecret = (text: string) => containsSecret(text, secrets)
  if (typeof json === 'string' || typeof json === 'number') return isSecret(String(json)) ? MASK : json
  if (Array.isArray(json)) return json.map((item) => maskSecrets(item, secrets))
  if (!isRecord(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [isSecret(name) ? MASK : name, maskSecrets(value, secrets)]),
  )
}
