import { toBase64 } from '@stepkey/shared/auth/template'
import type { Method } from '@stepkey/shared/component'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'
import type { Finding } from '@stepkey/shared/verification'
import { secretsOfToken } from '../tokens/request-token.ts'

const NAME_LIMIT = 200
const SCOPE_LIMIT = 100

/**
 * What a target says of itself is shown to people and stored in the open: made printable and short, and left out where
 * it repeats a secret (a target may echo what it was sent, by carelessness or to have it stored where it can be read).
 */
export function sanitizeFinding<F extends Pick<Finding, 'identity' | 'scopes'>>(
  finding: F,
  secrets: readonly string[],
): F {
  const { identity, scopes, ...rest } = finding
  const isHarmless = (text: string) => text !== '' && !repeats(text, secrets)
  const name = identity === undefined ? '' : printable(identity, NAME_LIMIT)
  const named = scopes
    ?.slice(0, SCOPE_LIMIT)
    .map((scope) => printable(scope, NAME_LIMIT))
    .filter(isHarmless)
  return {
    ...rest,
    ...(isHarmless(name) && { identity: name }),
    ...(named && named.length > 0 && { scopes: named }),
  } as F
}

/** A token whose scopes are harmless to show: a vendor may repeat there what it was sent. */
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

/** The values of the secret fields that are in force, and the secret of the OAuth app, if one is among the values. */
export function secretsOf(method: Method, values: Record<string, unknown>): string[] {
  const { app } = values
  const ofApp = isRecord(app) && typeof app.clientSecret === 'string' ? [app.clientSecret] : []
  const typed = [...activeFields(describeFields(method.fields), values)].flatMap(({ field, value }) =>
    field.meta.secret && typeof value === 'string' ? [value] : [],
  )
  return [...ofApp, ...typed]
}

/** A shorter secret than this says too little to be recognised inside other text. */
const RECOGNISABLE = 4

function repeats(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    if (secret.length < RECOGNISABLE) return text === secret
    const seen = text.toLowerCase()
    return disguises(secret).some((disguise) => seen.includes(disguise.toLowerCase()))
  })
}

/** As itself, URL-encoded, in hex, and in base64 at each of its three offsets. */
function disguises(secret: string): string[] {
  const hex = Array.from(new TextEncoder().encode(secret), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  const base64 = [0, 1, 2].map((shift) =>
    toBase64('.'.repeat(shift) + secret)
      .replace(/=*$/, '')
      .slice(shift === 0 ? 0 : shift + 1, -1),
  )
  return [secret, printable(secret, secret.length), encodeURIComponent(secret.toWellFormed()), hex, ...base64]
}

function printable(text: string, limit: number): string {
  return text
    .replace(/\p{Cc}|\p{Cf}|\p{Cs}/gu, '')
    .slice(0, limit)
    .trim()
}
