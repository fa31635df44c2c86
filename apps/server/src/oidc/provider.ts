import * as client from 'openid-client'
import type { Config } from '../config.ts'
import type { Egress } from '../egress/egress.ts'

/** How long a question to the issuer may take, in milliseconds. */
const DEADLINE = 10_000

/** What is remembered between leaving for the issuer and coming back. */
export interface Attempt {
  state: string
  nonce: string
  verifier: string
}

/** Who somebody is, as the issuer says: `issuer` and `subject` together are the identity, all else is a courtesy. */
export interface Identity {
  issuer: string
  subject: string
  email: string | undefined
  name: string | undefined
}

/** The company's sign-in: OpenID Connect, authorization code with PKCE. */
export interface Provider {
  /** Where to send the browser, and what to remember. `again` asks the issuer to look at the person once more. */
  begin(options?: { again?: boolean }): Promise<{ url: URL; attempt: Attempt }>
  /** Takes the address at which the browser came back. @throws what openid-client throws when anything is not in order */
  finish(address: URL, attempt: Attempt): Promise<Identity>
}

/** Undefined when the operator has configured none. Nothing is asked of the issuer before somebody signs in. */
export function createProvider(config: Config, egress: Egress): Provider | undefined {
  if (!config.oidc) return undefined
  const { issuer, clientId, clientSecret } = config.oidc
  const redirectUri = `${config.publicUrl}/auth/oidc/callback`
  let discovered: Promise<client.Configuration> | undefined

  async function configuration(): Promise<client.Configuration> {
    discovered ??= client.discovery(issuer, clientId, clientSecret, undefined, {
      [client.customFetch]: (url, options) => throughEgress(egress, url, options),
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
      const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier }
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(again && { prompt: 'login' }),
      })
      return { url, attempt }
    },

    async finish(address, { state, nonce, verifier }) {
      const settings = await configuration()
      const tokens = await client.authorizationCodeGrant(settings, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
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
      }
    },
  }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

async function throughEgress(
  egress: Egress,
  url: string,
  { method, headers, body }: client.CustomFetchOptions,
): Promise<Response> {
  const answer = await egress.fetch(
    {
      method,
      url: new URL(url),
      headers: { 'user-agent': 'Stepkey', ...headers },
      body: body === undefined || body === null ? undefined : String(body),
    },
    AbortSignal.timeout(DEADLINE),
  )
  const named = Object.entries(answer.headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: named })
}
