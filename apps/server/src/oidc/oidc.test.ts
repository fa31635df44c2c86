import { get, type IncomingMessage } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../testing/databases.ts'
import { type Stepkey, startStepkey } from '../testing/stepkey.ts'
import { createWorld, type World } from '../testing/world.ts'

const PUBLIC_URL = 'http://localhost:4000'

/** A real OpenID Connect provider that lets everybody in as whoever is at the keyboard. */
describe.each(engines)('signing in through the company on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let issuer: string
  let person: { sub: string; email?: string; name?: string }
  let consents: boolean

  beforeAll(async () => {
    world = await createWorld()
    let provider: Provider | undefined
    issuer = await world.http(async (request, response) => {
      if (!provider) return
      if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response)
      const { prompt, params, session } = await provider.interactionDetails(request, response)
      if (!consents) {
        return provider.interactionFinished(request, response, { error: 'access_denied' })
      }
      if (prompt.name === 'login') {
        return provider.interactionFinished(request, response, { login: { accountId: person.sub } })
      }
      const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) })
      grant.addOIDCScope('openid email profile')
      await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
    })
    provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'stepkey',
          client_secret: 'the client secret of stepkey',
          redirect_uris: [`${PUBLIC_URL}/auth/oidc/callback`],
        },
      ],
      claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['only for tests'] },
      findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...person, sub }) }),
    } satisfies Configuration)
    stepkey = await startStepkey(engine, { outside: world.ports, config: oidc() })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(() => {
    person = { sub: `subject-${++people}`, email: `ada${people}@example.com`, name: 'Ada' }
    consents = true
  })

  const oidc = () => ({
    oidc: {
      issuer: new URL(issuer),
      clientId: 'stepkey',
      clientSecret: 'the client secret of stepkey',
      name: 'Acme',
    },
  })

  /** A browser, as far as redirects and cookies go: to the issuer, through it, and back. */
  async function throughTheIssuer(
    at = stepkey,
    { start = '/auth/oidc/start', tamper = (url: string) => url } = {},
  ) {
    const own = new Map<string, string>()
    const theirs = new Map<string, string>()
    let url = start
    for (let hops = 0; hops < 12; hops++) {
      if (url.startsWith('/') || url.startsWith(PUBLIC_URL)) {
        const path = url.replace(PUBLIC_URL, '')
        if (!path.startsWith('/auth/oidc/')) return { landed: path, cookies: own }
        const response = await at.app.inject({
          url: tamper(path),
          headers: { host: 'localhost:4000', cookie: header(own) },
        })
        remember(own, response.headers['set-cookie'])
        url = String(response.headers.location)
      } else {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          get(url, { headers: { cookie: header(theirs) } }, resolve).on('error', reject)
        })
        response.resume()
        remember(theirs, response.headers['set-cookie'])
        url = new URL(String(response.headers.location), issuer).href
      }
    }
    throw new Error(`lost at ${url}`)
  }
  const header = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  function remember(jar: Map<string, string>, set: string | string[] | undefined) {
    for (const cookie of [set ?? []].flat()) {
      const [pair = ''] = cookie.split(';')
      const [name = '', ...value] = pair.split('=')
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name)
      else jar.set(name, value.join('='))
    }
  }
  async function whoIs(cookies: Map<string, string>) {
    const response = await stepkey.app.inject({
      url: '/trpc/accounts.me',
      headers: { host: 'localhost:4000', cookie: header(cookies) },
    })
    return response.json().result?.data.account
  }

  it('is offered by name', async () => {
    expect(await stepkey.visitor().accounts.welcome()).toMatchObject({ company: 'Acme' })
  })

  it('makes an account the first time, and finds it again, whatever the e-mail address is by then', async () => {
    const first = await throughTheIssuer()
    expect(first.landed).toBe('/')
    const account = await whoIs(first.cookies)
    expect(account).toMatchObject({ name: 'Ada', email: person.email })
    person = { sub: person.sub, email: 'married@example.com', name: 'Ada King' }
    const second = await throughTheIssuer()
    expect(await whoIs(second.cookies)).toEqual(account)
  })

  it('brings back to where one wanted to go, but never to another site', async () => {
    const inside = await throughTheIssuer(stepkey, { start: '/auth/oidc/start?redirect=%2Fw%2F1%2Fflows' })
    expect(inside.landed).toBe('/w/1/flows')
    for (const elsewhere of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/%0d%0aset-cookie: x',
    ]) {
      const start = `/auth/oidc/start?redirect=${encodeURIComponent(elsewhere)}`
      expect((await throughTheIssuer(stepkey, { start })).landed).toMatch(/^\/(?![/\\])/)
    }
  })

  it('never opens an account by its e-mail address alone', async () => {
    const alice = await stepkey.signUp(`Alice${people}`)
    person.email = alice.email
    const { landed, cookies } = await throughTheIssuer()
    expect(landed).toBe('/sign-in?problem=email_taken')
    expect(await whoIs(cookies)).toBeUndefined()
  })

  it('opens nothing when the answer is not to this browser’s question', async () => {
    const spoil = (part: string) => (path: string) =>
      path.replace(new RegExp(`([?&]${part}=)[^&]+`), '$1spoilt')
    for (const part of ['state', 'code', 'iss']) {
      const { landed, cookies } = await throughTheIssuer(stepkey, { tamper: spoil(part) })
      expect({ part, landed }).toEqual({ part, landed: '/sign-in?problem=refused' })
      expect(await whoIs(cookies)).toBeUndefined()
    }
    const uninvited = await stepkey.app.inject({
      url: '/auth/oidc/callback?code=x&state=y',
      headers: { host: 'localhost:4000' },
    })
    expect(uninvited.headers.location).toBe('/sign-in?problem=expired')
  })

  it('says so when consent is denied, when there is no address, and when no new accounts are taken', async () => {
    consents = false
    expect((await throughTheIssuer()).landed).toBe('/sign-in?problem=refused')
    consents = true
    person = { sub: `nobody-${people}` }
    expect((await throughTheIssuer()).landed).toBe('/sign-in?problem=no_email')
    const closed = await startStepkey(engine, { outside: world.ports, config: { ...oidc(), signUp: 'off' } })
    person = { sub: `late-${people}`, email: 'late@example.com' }
    expect((await throughTheIssuer(closed)).landed).toBe('/sign-in?problem=no_new_accounts')
    await closed.stop()
  })

  it('can be tried again after the issuer was down', async () => {
    const lonely = await startStepkey(engine, {
      outside: world.ports,
      config: { oidc: { ...oidc().oidc, issuer: new URL('http://127.0.0.1:1') } },
    })
    expect((await throughTheIssuer(lonely)).landed).toBe('/sign-in?problem=unavailable')
    await lonely.stop()
  })

  it('asks the issuer to look again at whoever confirms himself', async () => {
    const start = (query: string) =>
      stepkey.app.inject({ url: `/auth/oidc/start${query}`, headers: { host: 'localhost:4000' } })
    expect(new URL(String((await start('?again=1')).headers.location)).searchParams.get('prompt')).toBe(
      'login',
    )
    expect(new URL(String((await start('')).headers.location)).searchParams.get('prompt')).toBeNull()
  })

  it('is recorded', async () => {
    const { cookies } = await throughTheIssuer()
    const response = await stepkey.app.inject({
      url: '/trpc/audit.list',
      headers: { host: 'localhost:4000', cookie: header(cookies) },
    })
    const { items } = response.json().result.data
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'account.signed_in',
      'account.created',
    ])
    expect(items[1].detail).toMatchObject({ issuer })
  })
})

it('leaves no door where none is configured', async () => {
  const stepkey = await startStepkey('sqlite')
  const response = await stepkey.app.inject({ url: '/auth/oidc/start', headers: { host: 'localhost:4000' } })
  expect(response.statusCode).toBe(404)
  await stepkey.stop()
})
