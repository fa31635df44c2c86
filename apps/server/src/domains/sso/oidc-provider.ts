import * as client from 'openid-client'
import { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import type { Deps } from '../context.ts'

/** How long a question to the issuer may take, in milliseconds. */
const DEADLINE = 10_000

/** What is remembered between leaving for the issuer and coming back. */
export interface SignInRequest {
  state: string
  nonce: string
  verifier: string
  /** When the issuer was asked to look at the person once more, in milliseconds. */
  askedAgainAt?: number
}

/** Who somebody is, as the issuer says: `issuer` and `subject` together are the identity, all else is a courtesy. */
export interface Identity {
  issuer: string
  subject: string
  email: string | undefined
  name: string | undefined
  /** When the person last proved to the issuer who he is, if it tells. */
  authenticatedAt: Date | undefined
}

/** The company's sign-in: OpenID Connect, authorization code with PKCE. */
export interface Provider {
  /** Where to send the browser, and what to remember. `again` asks the issuer to look at the person once more. */
  begin(options?: { again?: boolean }): Promise<{ url: URL; attempt: SignInRequest }>
  /**
   * Takes the address at which the browser came back. Whoever was to be looked at once more must have been: the ID
   * token has to say so. @throws what openid-client throws when anything is not in order
   */
  finish(address: URL, attempt: SignInRequest): Promise<Identity>
}

/** Undefined when the operator has configured none. Nothing is asked of the issuer before somebody signs in. */
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
      // config.ts admits an issuer without TLS on this machine only.
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    })
    // An issuer that was down is asked again the next time.
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
        // Some issuers know only one of the two. `max_age` also obliges them to tell when it was (auth_time).
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
        // In seconds, since we asked; openid-client grants half a minute more for clocks that differ.
        ...(askedAgainAt !== undefined && {
          maxAge: Math.max(0, Math.ceil((clock().getTime() - askedAgainAt) / 1000)),
        }),
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('The issuer sent no ID token.')
      // Many issuers keep e-mail and name for this second question.
      const more =
        claims.email === undefined && settings.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(settings, tokens.access_token, claims.sub)
          : undefined
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: text(claims.email) ?? text(more?.email),
        name: text(claims.name) ?? text(more?.name),
        authenticatedAt: claims.auth_time === undefined ? undefined : moment(claims.auth_time),
      }
    },
  }
}

/** Of seconds since 1970, as far as a date goes. */
const moment = (seconds: number) => new Date(Math.min(seconds * 1000, 8.64e15))

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
