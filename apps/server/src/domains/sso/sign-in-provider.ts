import { MINUTE } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { createOidcProvider } from './oidc-provider.ts'

/** Time limit for the sign-in at the provider, in milliseconds. */
export const ATTEMPT_LIFETIME = 10 * MINUTE

/** What a provider needs to know at the callback. Kept in a cookie of the browser; it must hold no secret of ours. */
export type SignInAttempt = Record<string, string | number>

/** The user as described by the issuer. Only `issuer` and `subject` together identify the user. */
export interface Identity {
  issuer: string
  subject: string
  email: string | undefined
  name: string | undefined
  /** When the user last authenticated at the issuer, if known. */
  authenticatedAt: Date | undefined
}

/** A way to sign in other than with the password: by redirecting the browser to an issuer and back. */
export interface SignInProvider {
  /** Part of its addresses: `/auth/{id}/start`, `/auth/{id}/callback`. */
  id: string
  /** The name on its button. */
  title: string
  /** Returns where to send the browser, and what to keep for the callback. `again` requests a re-authentication. */
  begin(options?: { again?: boolean }): Promise<{ url: URL; attempt: SignInAttempt }>
  /**
   * Returns the user that the issuer vouches for. If a re-authentication was requested, the issuer must prove it.
   * @throws when the callback doesn't belong to the attempt, or the issuer can't be reached
   */
  finish(callback: URL, attempt: SignInAttempt): Promise<Identity>
}

/** Returns the configured providers, in the order of their buttons. */
export function createSignInProviders(
  ports: Pick<Deps, 'config' | 'signInEgress' | 'clock'>,
): SignInProvider[] {
  const { oidc } = ports.config
  return oidc ? [createOidcProvider(oidc, ports)] : []
}
