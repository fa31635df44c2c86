import { get, type IncomingMessage } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import type { Config } from '../../src/config.ts'
import type { Stepkey } from '../stepkey.ts'
import type { World } from '../world.ts'

const PUBLIC_URL = 'http://localhost:4000'
const HOST = { host: 'localhost:4000' }
const secret = 'the client secret of stepkey'

/** A company's sign-in: a real OpenID Connect provider that lets everybody in as whoever is at the keyboard. */
export interface Issuer {
  url: string
  /** What Stepkey is to be started with. `tells`: this client is told when people signed in, without asking for it. */
  config(options?: { tells: boolean }): Pick<Config, 'oidc'>
  /** Who is at the keyboard. */
  person: { sub: string; email?: string; name?: string }
  consents: boolean
  /** How long ago whoever signs in did so, in seconds. */
  signedInAgo: number
  /** It never looks at anybody again who is signed in there, whatever it is asked. */
  isCareless: boolean
}

export async function createIssuer(world: World): Promise<Issuer> {
  let provider: Provider | undefined
  const url = await world.http(async (request, response) => {
    if (!provider) return
    if (!request.url?.startsWith('/interaction/')) {
      if (issuer.isCareless) request.url = request.url?.replace(/&(?:prompt|max_age)=[^&]*/g, '')
      return provider.callback()(request, response)
    }
    const { prompt, params, session } = await provider.interactionDetails(request, response)
    if (!issuer.consents) {
      return provider.interactionFinished(request, response, { error: 'access_denied' })
    }
    if (prompt.name === 'login') {
      const ts = Math.floor(Date.now() / 1000) - issuer.signedInAgo
      return provider.interactionFinished(request, response, { login: { accountId: issuer.person.sub, ts } })
    }
    const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) })
    grant.addOIDCScope('openid email profile')
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  const issuer: Issuer = {
    url,
    config: ({ tells } = { tells: false }) => ({
      oidc: {
        issuer: new URL(url),
        clientId: tells ? 'stepkey-told' : 'stepkey',
        clientSecret: secret,
        name: 'Acme',
      },
    }),
    person: { sub: 'nobody' },
    consents: true,
    signedInAgo: 0,
    isCareless: false,
  }
  const client = { client_secret: secret, redirect_uris: [`${PUBLIC_URL}/auth/oidc/callback`] }
  provider = new Provider(url, {
    clients: [
      { ...client, client_id: 'stepkey' },
      { ...client, client_id: 'stepkey-told', require_auth_time: true },
    ],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['only for tests'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...issuer.person, sub }) }),
  } satisfies Configuration)
  return issuer
}

/** A browser, as far as redirects and cookies go, with its cookies of Stepkey and of the issuer. */
export function createBrowser(stepkey: Pick<Stepkey, 'app'>, issuer: Issuer) {
  const own = new Map<string, string>()
  const theirs = new Map<string, string>()

  async function ask(method: 'GET' | 'POST', url: string, body?: object) {
    const headers = { ...HOST, cookie: header(own) }
    const response = await stepkey.app.inject({ method, url, headers, ...(body && { payload: body }) })
    remember(own, response.headers['set-cookie'])
    return response
  }

  /** Follows redirects, to the issuer, through it, and back. @returns the address in Stepkey at which it ends */
  async function follow(address: string, { tamper = (path: string) => path } = {}): Promise<string> {
    let url = address
    for (let hops = 0; hops < 20; hops++) {
      if (url.startsWith('/') || url.startsWith(PUBLIC_URL)) {
        const path = url.replace(PUBLIC_URL, '')
        if (!path.startsWith('/auth/oidc/')) return path
        url = String((await ask('GET', tamper(path))).headers.location)
      } else {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          get(url, { headers: { cookie: header(theirs) } }, resolve).on('error', reject)
        })
        response.resume()
        remember(theirs, response.headers['set-cookie'])
        url = new URL(String(response.headers.location), issuer.url).href
      }
    }
    throw new Error(`lost at ${url}`)
  }

  return {
    cookies: own,
    follow,
    ask,
    /** What a procedure answers: its data, or why there are none. */
    async call(procedure: string, input?: object) {
      const response = await ask(input ? 'POST' : 'GET', `/trpc/${procedure}`, input)
      const { result, error } = response.json()
      return result?.data ?? error.data
    },
  }
}
export type Browser = ReturnType<typeof createBrowser>

const header = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

function remember(jar: Map<string, string>, set: string | string[] | undefined) {
  for (const cookie of [set ?? []].flat()) {
    const [pair = ''] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name)
    else jar.set(name, value.join('='))
  }
}
