import { get, type IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import Provider, { type Configuration } from 'oidc-provider'
import type { World } from '../world.ts'

const STEPKEY = 'http://localhost:4000'
const SECRET = 'the secret of the OAuth client'

/** What happens to a request for a token, besides what it asks for. */
export interface Trouble {
  /** Milliseconds before it is looked at, and before what was decided leaves. */
  before?: number
  after?: number
  /** It is answered so, without being looked at. */
  instead?: number
  /** It is looked at, but its answer never arrives. */
  isLost?: boolean
}

/**
 * A strict provider: a real one from npm, with PKCE for everybody, refresh tokens that are good for one use, and the end
 * of everything that was granted when one is used twice.
 */
export interface AuthorizationServer {
  url: string
  /** Values of the generic OAuth 2.0 component that lead here. */
  values: {
    provider: { kind: 'discovery'; issuer: string }
    clientId: string
    client: { kind: 'basic'; secret: string }
    scope: string
    baseUrl: string
    testPath: string
  }
  /** Who is at the keyboard. */
  person: string
  consents: boolean
  /** In seconds. */
  lifetime: number
  /** What happens to the next request for a token, or to each. */
  trouble: (body: URLSearchParams) => Trouble | undefined
  /** What is waited for before somebody's data are shown. */
  hold?: () => Promise<void>
  /** It shows nobody's data for any token. */
  refusesAll: boolean
  /** Refresh tokens that were spent, and the grants that ended because one was spent twice. */
  spent: number
  familiesRevoked: number
  /** Every access token, in the order in which they were made. */
  made: string[]
  /** Requests at the token endpoint, and at the revocation endpoint. */
  asked: { token: number; revocation: number }
  /** Follows a person through the consent, to the address at which the browser comes back. */
  walk(url: string): Promise<URLSearchParams>
  /** The person enters a code on another device. */
  enter(userCode: string): Promise<void>
  /** Everything that was granted ends, as if the person had taken it back there. */
  takeBack(): Promise<void>
}

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
      // An API that takes whatever token was made here, a client's too.
      const known = server.made.includes(request.headers.authorization?.replace('Bearer ', '') ?? '')
      return response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
    }
    if (request.url === '/token') server.asked.token += 1
    if (request.url === '/token/revocation') server.asked.revocation += 1
    if (request.url !== '/token') return provider.callback()(request, response)

    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const trouble = server.trouble(new URLSearchParams(text)) ?? {}
    await setTimeout(trouble.before ?? 0)
    if (trouble.instead) return response.writeHead(trouble.instead).end()
    // The body is read already: the provider takes it from here.
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
    asked: { token: 0, revocation: 0 },

    async walk(address) {
      const jar = new Map<string, string>()
      for (let at = address, hops = 0; hops < 20; hops++) {
        if (at.startsWith(STEPKEY)) return new URL(at).searchParams
        at = new URL(String((await ask(at, jar)).headers.location), url).href
      }
      throw new Error('lost on the way')
    },

    async enter(userCode) {
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

    async takeBack() {
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
  provider.on('access_token.saved', ({ jti }) => {
    server.made.push(jti)
  })
  provider.on('client_credentials.saved', ({ jti }) => {
    server.made.push(jti)
  })
  provider.on('grant.revoked', () => {
    server.familiesRevoked += 1
  })
  return server
}

async function ask(address: string, jar: Map<string, string>): Promise<IncomingMessage> {
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
