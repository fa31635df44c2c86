import { toBase64 } from '@stepkey/shared/auth/template'
import type { Method } from '@stepkey/shared/component'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'
import { trimEndOf } from '@stepkey/shared/trim'
import type { Finding } from '@stepkey/shared/verification'
import { secretsOfToken } from '../tokens/request-token.ts'

const NAME_LIMIT = 200
const SCOPE_LIMIT = 100

/**
 * Cleans the identity and scopes that a target reported, which are shown to users and stored unencrypted. Removes
 * unprintable characters, shortens long texts and drops texts that contain a secret: a careless or malicious target
 * may echo the secret it received.
 */
export function sanitizeFinding<F extends Pick<Finding, 'identity' | 'scopes'>>(
  finding: F,
  secrets: readonly string[],
): F {
  const { identity, scopes, ...rest } = finding
  const isHarmless = (text: string) => text !== '' && !containsSecret(text, secrets)
  const name = identity === undefined ? '' : printable(identity, NAME_LIMIT)
  const cleanScopes = scopes
    ?.slice(0, SCOPE_LIMIT)
    .map((scope) => printable(scope, NAME_LIMIT))
    .filter(isHarmless)
  return {
    ...rest,
    ...(isHarmless(name) && { identity: name }),
    ...(cleanScopes && cleanScopes.length > 0 && { scopes: cleanScopes }),
  } as F
}

/** Returns the token with sanitized scopes: a provider may echo a secret there. */
export function withCleanScope(
  method: Method,
  values: Record<string, unknown>,
  token: Record<string, unknown>,
): Record<string, unknown> {
  const { scope, ...rest } = token
  if (typeof scope !== 'string') return rest
  const secrets = [...secretsOf(method, values), ...secretsOfToken(method, token)]
  const { scopes } = sanitizeFinding({ scopes: scope.split(/[\s,]+/).filter(Boolean) }, secrets)
  return scopes ? { ...rest, scope: scopes.join(' ') } : rest
}

/** Returns the values of the active secret fields and, if the values include an OAuth app, its client secret. */
export function secretsOf(method: Method, values: Record<string, unknown>): string[] {
  const { app } = values
  const appSecrets = isRecord(app) && typeof app.clientSecret === 'string' ? [app.clientSecret] : []
  const fieldSecrets = [...activeFields(describeFields(method.fields), values)].flatMap(({ field, value }) =>
    field.meta.secret && typeof value === 'string' ? [value] : [],
  )
  return [...appSecrets, ...fieldSecrets]
}

/** Shorter secrets occur in other text by chance, so they must match the whole text. */
const MIN_SUBSTRING_LENGTH = 4

/** Returns whether a text contains a secret, plain or encoded. */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    if (secret.length < MIN_SUBSTRING_LENGTH) return text === secret
    const lowerCase = text.toLowerCase()
    return encodingsOf(secret).some((encoding) => lowerCase.includes(encoding.toLowerCase()))
  })
}

/** Returns the secret as it is, URL-encoded, in hex, and in base64 at each of the three possible offsets. */
function encodingsOf(secret: string): string[] {
  const hex = Array.from(new TextEncoder().encode(secret), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  const base64 = [0, 1, 2].map((shift) =>
    trimEndOf(toBase64('.'.repeat(shift) + secret), '=').slice(shift === 0 ? 0 : shift + 1, -1),
  )
  return [secret, printable(secret, secret.length), encodeURIComponent(secret.toWellFormed()), hex, ...base64]
}

function printable(text: string, limit: number): string {
  return text
    .replace(/\p{Cc}|\p{Cf}|\p{Cs}/gu, '')
    .slice(0, limit)
    .trim()
}
