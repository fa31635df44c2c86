import * as client from 'openid-client'
import { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import type { Deps } from '../context.ts'

/** Time limit of a request to the issuer, in milliseconds. */
const DEADLINE = 10_000

/** The state of a sign-in between the redirect to the issuer and the callback. */
export interface SignInRequest {
  state: string
  nonce: string
  verifier: string
  /** When a re-authentication was requested, in milliseconds since 1970. */
  askedAgainAt?: number
}

/** The user as described by the issuer. Only `issuer` and `subject` together identify the user. */
export interface Identity {
  issuer: string
  subject: string
  email: string | undefined
  name: string | undefined
  /** When the user last authenticated at the issuer, if known (`auth_time`). */
  authenticatedAt: Date | undefined
}

/** Single sign-on through an OpenID Connect provider: authorization code flow with PKCE. */
export interface Provider {
  /** Returns the authorization URL and the state to keep for the callback. `again` requests a re-authentication. */
  begin(options?: { again?: boolean }): Promise<{ url: URL; attempt: SignInRequest }>
  /**
   * Exchanges the code in the callback URL for the user's identity. If a re-authentication was requested, the ID token
   * must prove it with `auth_time`.
   * @throws the errors of openid-client for an invalid callback, and network errors
   */
  finish(address: URL, attempt: SignInRequest): Promise<Identity>
}

/**
 * Returns the configured SSO provider, or undefined if none is configured. The issuer is first contacted at the first
 * sign-in.
 */
export function createProvider({
  config,
  signInEgress: egress,
  clock,
}: Pick<Deps, 'config' | 'signInEgress' | 'clock'>): Provider | undefined {
  if (!config.oidc) return undefined
  const { issuer, clientId, clientSecret } = config.oidc
  const redirectUri = `${config.publicUrl}/auth/oidc/callback`
  let discovered: Promise<client.Configuration> | undefined

  async function configuration(): Promise<client.Configuration> {
    discovered ??= client.discovery(issuer, clientId, clientSecret, undefined, {
      [client.customFetch]: (url, options) =>
        createEgressFetch(egress, AbortSignal.timeout(DEADLINE))(url, options),
      // config.ts allows an issuer without TLS on the local machine only.
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    })
    // A failed discovery is not cached, so the next sign-in tries again.
    discovered.catch(() => {
      discovered = undefined
    })
    return await discovered
  }

  return {
    async begin({ again = false } = {}) {
      const verifier = client.randomPKCECodeVerifier()
      const attempt: SignInRequest = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        ...(again && { askedAgainAt: clock().getTime() }),
      }
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // Some issuers support only one of these. `max_age` also makes `auth_time` mandatory in the ID token.
        ...(again && { prompt: 'login', max_age: '0' }),
      })
      return { url, attempt }
    },

    async finish(address, { state, nonce, verifier, askedAgainAt }) {
      const settings = await configuration()
      const tokens = await client.authorizationCodeGrant(settings, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        // Seconds since the request; openid-client tolerates 30 seconds of clock skew.
        ...(askedAgainAt !== undefined && {
          maxAge: Math.max(0, Math.ceil((clock().getTime() - askedAgainAt) / 1000)),
        }),
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('The issuer sent no ID token.')
      // Many issuers return the e-mail address and the name only from the userinfo endpoint.
      const userInfo =
        claims.email === undefined && settings.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(settings, tokens.access_token, claims.sub)
          : undefined
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: text(claims.email) ?? text(userInfo?.email),
        name: text(claims.name) ?? text(userInfo?.name),
        authenticatedAt: claims.auth_time === undefined ? undefined : toDate(claims.auth_time),
      }
    },
  }
}

/** Converts seconds since 1970, limited to the maximum of a Date. */
const toDate = (seconds: number) => new Date(Math.min(seconds * 1000, 8.64e15))

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
