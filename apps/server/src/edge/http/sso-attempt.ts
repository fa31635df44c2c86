import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../domains/context.ts'
import { ATTEMPT_LIFETIME, type SignInProvider } from '../../domains/sso/sign-in-provider.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { openSigned, sign } from '../../platform/signed-text.ts'
import { CLOCK_SKEW } from '../../platform/time.ts'
import { browserCookie } from './browser-cookie.ts'

/** Where to redirect the user after the sign-in. */
export interface Destination {
  /** A path of Stepkey. */
  redirect: string
  /** The secret of an invitation. After the sign-in, the user can accept it. */
  invitation?: string | undefined
}

const StoredAttempt = z.object({
  attempt: z.record(z.string(), z.union([z.string(), z.number()])),
  redirect: z.string(),
  invitation: z.string().optional(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
})
type StoredAttempt = z.infer<typeof StoredAttempt>

/**
 * Returns access to the cookie with the attempt to sign in through a provider. It is signed, expires, and belongs to the
 * session that the browser has at the start. So an attacker who can set cookies, for example from a sibling domain,
 * can't replace the session of the user by one of their own (login CSRF).
 */
export function attemptCookie(
  { config, keyring, clock }: Pick<Deps, 'config' | 'keyring' | 'clock'>,
  { id }: Pick<SignInProvider, 'id'>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const cookie = browserCookie('ssoAttempt', config, request, reply)
  const session = browserCookie('session', config, request, reply).read()
  const context = [id, session === undefined ? null : hashToken(session)]
  return {
    async write(stored: Omit<StoredAttempt, 'expiresAt'>): Promise<void> {
      const expiresAt = clock().getTime() + ATTEMPT_LIFETIME
      const text = Buffer.from(JSON.stringify({ ...stored, expiresAt })).toString('base64url')
      cookie.write(sign(await keyring.signingKey('sso'), text, context))
    },
    /** Returns the attempt and deletes it, because it is single-use; undefined if there is no valid one. */
    async take(): Promise<StoredAttempt | undefined> {
      const signed = cookie.read()
      cookie.clear()
      const text = signed && openSigned(await keyring.signingKey('sso'), signed, context)
      if (!text) return undefined
      const stored = StoredAttempt.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
      const left = stored.expiresAt - clock().getTime()
      return left > 0 && left <= ATTEMPT_LIFETIME + CLOCK_SKEW ? stored : undefined
    },
  }
}
