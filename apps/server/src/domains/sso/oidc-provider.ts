import * as client from 'openid-client'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import type { Deps } from '../context.ts'
import type { SignInProvider } from './sign-in-provider.ts'

/** What the callback must match. `askedAgainAt`: when a re-authentication was requested, in milliseconds since 1970. */
const Attempt = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  askedAgainAt: z.number().optional(),
})

/**
 * Single sign-on through an OpenID Connect issuer: authorization code flow with PKCE. The issuer is first contacted at
 * the first sign-in. `finish` throws the errors of openid-client.
 */
export function createOidcProvider(
  { issuer, clientId, clientSecret, name }: NonNullable<Config['oidc']>,
  { config, signInEgress: egress, clock }: Pick<Deps, 'config' | 'signInEgress' | 'clock'>,
): SignInProvider {
  const redirectUri = `${config.publicUrl}/auth/oidc/callback`
  let discovered: Promise<client.Configuration> | undefined

  async function configuration(): Promise<client.Configuration> {
    discovered ??= client.discovery(issuer, clientId, clientSecret, undefined, {
      [client.customFetch]: (url, options) =>
        createEgressFetch(egress, AbortSignal.timeout(REMOTE_DEADLINE))(url, options),
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
    id: 'oidc',
    title: name,

    async begin({ again = false } = {}) {
      const verifier = client.randomPKCECodeVerifier()
      const attempt = {
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

    async finish(callback, attempt) {
      const { state, nonce, verifier, askedAgainAt } = Attempt.parse(attempt)
      const settings = await configuration()
      const tokens = await client.authorizationCodeGrant(settings, callback, {
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
