import { expiryAt, expiryAtUnixTime, expiryOfDate } from '@stepkey/shared/expiry-time'
import { isRecord } from '@stepkey/shared/schema'
import { SECOND } from '../../platform/time.ts'

/** Members with which providers say when a token ends: a date, a Unix time in seconds or milliseconds, or a lifetime. */
const END_MEMBERS = [
  'expires_at',
  'expires_on',
  'expiresAt',
  'expiresOn',
  'expires',
  '.expires',
  'expiry',
  'expiration',
  'expire_time',
  'expireTime',
  'access_token_expires_at',
  'accessTokenExpiresAt',
]

/**
 * Returns the lifetime of a token in seconds, at least 1: from `expires_in`, from a time at which it ends, or from the
 * `exp` claim if the access token is a JWT. Undefined if the response has none of them.
 * @param expiresIn the value of `expires_in`, which may be anywhere in the response; some providers write a time into it
 */
export function lifetimeOf(
  response: Record<string, unknown>,
  { expiresIn, accessToken, now }: { expiresIn: unknown; accessToken: string; now: Date },
): number | undefined {
  // Durations of Protocol Buffers are written as `3600s`.
  const seconds = Number(typeof expiresIn === 'string' ? expiresIn.replace(/s$/, '') : expiresIn)
  if (seconds > 0 && seconds < FIRST_UNIX_TIME) return seconds
  const end =
    toTime(expiresIn, now) ??
    END_MEMBERS.map((name) => toTime(response[name], now)).find(Boolean) ??
    jwtExpiry(accessToken)
  return end && Math.max(1, Math.floor((end.getTime() - now.getTime()) / SECOND))
}

/** Numbers below this are lifetimes in seconds; as Unix times they would be in the past century. */
const FIRST_UNIX_TIME = 1e9

function toTime(value: unknown, now: Date): Date | undefined {
  if (value === null || value === '' || (typeof value !== 'string' && typeof value !== 'number'))
    return undefined
  const count = Number(value)
  if (Number.isNaN(count)) return expiryOfDate(String(value))
  if (count <= 0) return undefined
  if (count < FIRST_UNIX_TIME) return expiryAt(now.getTime() + count * SECOND)
  return expiryAtUnixTime(count)
}

/**
 * Returns the `exp` claim of a JWT (RFC 7519 section 4.1.4), without checking its signature. Some issuers write
 * milliseconds instead of seconds.
 */
export function jwtExpiry(token: unknown): Date | undefined {
  const [, payload, ...rest] = typeof token === 'string' ? token.split('.', 4) : []
  if (!payload || rest.length !== 1) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return isRecord(claims) && typeof claims.exp === 'number' ? expiryAtUnixTime(claims.exp) : undefined
  } catch {
    return undefined
  }
}
