import { get, type IncomingMessage } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import type { Config } from '../../src/config.ts'
import type { Stepkey } from '../stepkey.ts'
import type { World } from '../world.ts'

const PUBLIC_URL = 'http://localhost:4000'
const HOST = { host: 'localhost:4000' }
const secret = 'the client secret of stepkey'

/** An SSO identity provider: a real OpenID Connect provider that signs in `person` without a password. */
export interface Issuer {
  url: string
  /**
   * Returns the configuration for Stepkey. `sendsAuthTime`: ID tokens contain `auth_time`, even if it is not requested.
   */
  config(options?: { sendsAuthTime: boolean }): Pick<Config, 'oidc'>
  /** The user who signs in. */
  person: { sub: string; email?: string; name?: string }
  consents: boolean
  /** The age of the user's sign-in, in seconds. */
  signedInAgo: number
  /** Ignores requests for a new sign-in (`prompt`, `max_age`) of a user who is signed in. */
  isCareless: boolean
}

/** Starts an SSO identity provider in the world. */
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
    config: ({ sendsAuthTime } = { sendsAuthTime: false }) => ({
      oidc: {
        issuer: new URL(url),
        clientId: sendsAuthTime ? 'stepkey-auth-time' : 'stepkey',
        clientSecret: secret,
        name: 'Acme',
      },
    }),
    person: { sub: 'default' },
    consents: true,
    signedInAgo: 0,
    isCareless: false,
  }
  const client = { client_secret: secret, redirect_uris: [`${PUBLIC_URL}/auth/oidc/callback`] }
  provider = new Provider(url, {
    clients: [
      { ...client, client_id: 'stepkey' },
      { ...client, client_id: 'stepkey-auth-time', require_auth_time: true },
    ],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['only for tests'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...issuer.person, sub }) }),
  } satisfies Configuration)
  return issuer
}

/** A minimal browser that follows redirects and keeps the cookies of Stepkey and of the issuer. */
export function createBrowser(stepkey: Pick<Stepkey, 'app'>, issuer: Issuer) {
  const stepkeyCookies = new Map<string, string>()
  const issuerCookies = new Map<string, string>()

  async function request(method: 'GET' | 'POST', url: string, body?: object) {
    const headers = { ...HOST, cookie: header(stepkeyCookies) }
    const response = await stepkey.app.inject({ method, url, headers, ...(body && { payload: body }) })
    storeCookies(stepkeyCookies, response.headers['set-cookie'])
    return response
  }

  /** Follows redirects to the issuer and back. @returns the final path in Stepkey */
  async function follow(address: string, { tamper = (path: string) => path } = {}): Promise<string> {
    let url = address
    for (let hops = 0; hops < 20; hops++) {
      if (url.startsWith('/') || url.startsWith(PUBLIC_URL)) {
        const path = url.replace(PUBLIC_URL, '')
        if (!path.startsWith('/auth/oidc/')) return path
        url = String((await request('GET', tamper(path))).headers.location)
      } else {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          get(url, { headers: { cookie: header(issuerCookies) } }, resolve).on('error', reject)
        })
        response.resume()
        storeCookies(issuerCookies, response.headers['set-cookie'])
        url = new URL(String(response.headers.location), issuer.url).href
      }
    }
    throw new Error(`Too many redirects, the last one to ${url}.`)
  }

  return {
    cookies: stepkeyCookies,
    follow,
    request,
    /** Calls a procedure. Returns its result, or the data of its error. */
    async call(procedure: string, input?: object) {
      const response = await request(input ? 'POST' : 'GET', `/trpc/${procedure}`, input)
      const { result, error } = response.json()
      return result?.data ?? error.data
    },
  }
}
export type Browser = ReturnType<typeof createBrowser>

const header = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

function storeCookies(jar: Map<string, string>, set: string | string[] | undefined) {
  for (const cookie of [set ?? []].flat()) {
    const [pair = ''] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name)
    else jar.set(name, value.join('='))
  }
}
