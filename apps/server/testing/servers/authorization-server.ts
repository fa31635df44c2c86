import { get, type IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import Provider, { type Configuration } from 'oidc-provider'
import type { World } from '../world.ts'

const STEPKEY = 'http://localhost:4000'
const SECRET = 'the secret of the OAuth client'

/** A simulated failure of a token request. */
export interface Trouble {
  /** Delay before the request is processed, and before its response is sent, in milliseconds. */
  before?: number
  after?: number
  /** The request is not processed before this is resolved. */
  until?: Promise<void>
  /** Answers with this status, without processing the request. */
  instead?: number
  /** Processes the request, but never sends the response. */
  isLost?: boolean
}

/**
 * A strict authorization server from npm: PKCE is required, refresh tokens are single-use, and the reuse of a refresh
 * token revokes the whole grant.
 */
export interface AuthorizationServer {
  url: string
  /** Values of the generic OAuth 2.0 component for this server. */
  values: {
    provider: { kind: 'discovery'; issuer: string }
    clientId: string
    client: { kind: 'basic'; secret: string }
    scope: string
    baseUrl: string
    testPath: string
  }
  /** The user who signs in. */
  person: string
  consents: boolean
  /** Lifetime of access tokens, in seconds. */
  lifetime: number
  /** Returns the failure to simulate for a token request. */
  trouble: (body: URLSearchParams) => Trouble | undefined
  /** Delays responses of the userinfo endpoint. */
  hold?: () => Promise<void>
  /** The userinfo endpoint answers 401 to every token. */
  refusesAll: boolean
  /** The revocation endpoint answers 503. */
  refusesRevocation: boolean
  /** Number of used refresh tokens, and of grants that were revoked because a refresh token was reused. */
  spent: number
  familiesRevoked: number
  /** Every access token that was issued, in order. */
  made: string[]
  /** The grant of each access token that a user granted. */
  grantOf: Map<string, string>
  /** Number of requests to the token endpoint and to the revocation endpoint. */
  requests: { token: number; revocation: number }
  /** Completes the consent as the user. Returns the query parameters of the redirect to Stepkey. */
  followConsent(url: string): Promise<URLSearchParams>
  /** Approves a device code as the user. */
  enterUserCode(userCode: string): Promise<void>
  /** Revokes every grant, as if the user had done so at the provider. */
  revokeGrants(): Promise<void>
}

/** Starts an authorization server in the world. */
export async function createAuthorizationServer(world: World): Promise<AuthorizationServer> {
  let provider: Provider | undefined
  const grants = new Set<string>()
  const url = await world.http(async (request, response) => {
    if (!provider) return
    if (request.url?.startsWith('/interaction/')) return await interact(provider)
    if (request.url === '/me') {
      await server.hold?.()
      if (server.refusesAll) return response.writeHead(401).end()
    }
    if (request.url === '/api') {
      // An API that accepts every token issued by this server, including client credentials tokens.
      const isKnown = server.made.includes(request.headers.authorization?.replace('Bearer ', '') ?? '')
      return response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
    }
    if (request.url === '/token') server.requests.token += 1
    if (request.url === '/token/revocation') {
      server.requests.revocation += 1
      if (server.refusesRevocation) return response.writeHead(503).end()
    }
    if (request.url !== '/token') return provider.callback()(request, response)

    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const trouble = server.trouble(new URLSearchParams(text)) ?? {}
    await setTimeout(trouble.before ?? 0)
    await trouble.until
    if (trouble.instead) return response.writeHead(trouble.instead).end()
    // The request stream is consumed, so the parsed body is passed to the provider.
    Object.assign(request, { body: Object.fromEntries(new URLSearchParams(text)) })
    const end = response.end.bind(response)
    response.end = ((...args: Parameters<typeof end>) => {
      if (trouble.isLost) return response.destroy()
      void setTimeout(trouble.after ?? 0).then(() => end(...args))
      return response
    }) as typeof response.end
    await provider.callback()(request, response)

    async function interact(provider: Provider) {
      const { prompt, params, session } = await provider.interactionDetails(request, response)
      if (!server.consents) {
        return await provider.interactionFinished(request, response, { error: 'access_denied' })
      }
      if (prompt.name === 'login') {
        return await provider.interactionFinished(request, response, { login: { accountId: server.person } })
      }
      const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) })
      grant.addOIDCScope('openid email offline_access')
      const grantId = await grant.save()
      await provider.interactionFinished(request, response, { consent: { grantId } })
    }
  })
  const server: AuthorizationServer = {
    url,
    values: {
      provider: { kind: 'discovery', issuer: url },
      clientId: 'stepkey',
      client: { kind: 'basic', secret: SECRET },
      scope: 'openid email offline_access',
      baseUrl: url,
      testPath: '/me',
    },
    person: 'ada',
    consents: true,
    lifetime: 3600,
    trouble: () => undefined,
    refusesAll: false,
    spent: 0,
    familiesRevoked: 0,
    made: [],
    grantOf: new Map(),
    refusesRevocation: false,
    requests: { token: 0, revocation: 0 },

    async followConsent(address) {
      const jar = new Map<string, string>()
      for (let at = address, hops = 0; hops < 20; hops++) {
        if (at.startsWith(STEPKEY)) return new URL(at).searchParams
        at = new URL(String((await getWithCookies(at, jar)).headers.location), url).href
      }
      throw new Error('Too many redirects.')
    },

    async enterUserCode(userCode) {
      if (!provider) return
      const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll(/[^A-Z\d]/gi, ''))
      if (!code) throw new Error('no such code')
      const grant = new provider.Grant({ accountId: server.person, clientId: 'stepkey' })
      grant.addOIDCScope('openid email offline_access')
      Object.assign(code, {
        accountId: server.person,
        grantId: await grant.save(),
        scope: 'openid email offline_access',
        authTime: Math.floor(Date.now() / 1000),
      })
      await code.save()
    },

    async revokeGrants() {
      for (const id of grants) await (await provider?.Grant.find(id))?.destroy()
    },
  }
  provider = new Provider(url, {
    clients: [
      {
        client_id: 'stepkey',
        client_secret: SECRET,
        redirect_uris: [`${STEPKEY}/oauth/return/${encodeURIComponent(new URL(url).host)}`],
        grant_types: [
          'authorization_code',
          'refresh_token',
          'client_credentials',
          'urn:ietf:params:oauth:grant-type:device_code',
        ],
      },
    ],
    claims: { openid: ['sub'], email: ['email'] },
    scopes: ['openid', 'email', 'offline_access'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: () => server.lifetime,
      ClientCredentials: () => server.lifetime,
      RefreshToken: 14 * 24 * 3600,
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
    },
    cookies: { keys: ['only for tests'] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: `${sub}@example.com` }),
    }),
  } satisfies Configuration)
  provider.on('refresh_token.consumed', () => {
    server.spent += 1
  })
  provider.on('refresh_token.saved', ({ grantId }) => {
    if (grantId) grants.add(grantId)
  })
  provider.on('access_token.saved', ({ jti, grantId }) => {
    server.made.push(jti)
    if (grantId) server.grantOf.set(jti, grantId)
  })
  provider.on('client_credentials.saved', ({ jti }) => {
    server.made.push(jti)
  })
  provider.on('grant.revoked', () => {
    server.familiesRevoked += 1
  })
  return server
}

async function getWithCookies(address: string, jar: Map<string, string>): Promise<IncomingMessage> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(address, { headers: { cookie } }, resolve).on('error', reject)
  })
  response.resume()
  for (const set of response.headers['set-cookie'] ?? []) {
    const [pair = ''] = set.split(';')
    const [name = '', ...value] = pair.split('=')
    jar.set(name, value.join('='))
  }
  return response
}
