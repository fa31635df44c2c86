import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConsentBegun } from '@stepkey/shared/consent'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { DomainError } from '../../platform/errors/domain-error.ts'

const STEPKEY = 'http://localhost:4000/oauth/callback'
const OWN = 'https://connect.example.com/oauth/callback'
const clientSecret = 'ClientSecretOfAsanaForTests0123'

type Answer = (query: string, request: IncomingMessage, response: ServerResponse) => unknown

/** Answers with a redirect. */
const to =
  (location: (query: string) => string, status = 308): Answer =>
  (query, _request, response) =>
    response.writeHead(status, { location: location(query) }).end()
const forwards = to((query) => STEPKEY + query)

describe.each(engines)('redirect URIs on the customer’s domain on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  /** How the server on the customer's domain answers, and the requests that it got. */
  let answer: Answer
  let calls: { method: string | undefined; url: string }[]

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    await world.https('connect.example.com', (request, response) => {
      const url = request.url ?? ''
      calls.push({ method: request.method, url })
      answer(url.slice(url.indexOf('?')), request, response)
    })
  })
  beforeEach(async () => {
    answer = forwards
    calls = []
    await alice.accounts.confirmPassword({ password: alice.password })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  let names = 0
  const add = (redirectUri?: string) =>
    alice.oauthApps.create({
      componentId: 'asana',
      name: `App ${++names}`,
      clientId: 'client',
      ...(redirectUri !== undefined && { redirectUri }),
    })

  /** Returns the wrong field of a refused call, and checks that nothing was saved. */
  async function refusal(call: () => Promise<unknown>) {
    const before = await alice.oauthApps.list()
    const error = await call().then(
      () => expect.unreachable('It was saved.'),
      (reason: { cause: DomainError }) => reason.cause,
    )
    expect(await alice.oauthApps.list()).toEqual(before)
    expect(error).toMatchObject({ code: 'invalid_input', fields: [{ path: 'redirectUri' }] })
    return error.fields?.[0]
  }

  it('are called once with a code and a state, and saved because they answer 308 with the same query', async () => {
    expect(await add(OWN)).toMatchObject({ redirectUri: OWN })
    expect(calls).toHaveLength(1)
    const [{ method, url } = { method: '', url: '' }] = calls
    expect(method).toBe('GET')
    const called = new URL(url, OWN)
    expect(called.origin + called.pathname).toBe(OWN)
    expect([...called.searchParams.keys()]).toEqual(['code', 'state'])
    answer = to((query) => STEPKEY + query, 307)
    expect(await add(OWN)).toMatchObject({ redirectUri: OWN })
  })

  it('can be replaced and removed, with audit entries; the exact address to register is always listed', async () => {
    const { id: oauthAppId, redirectUri } = await add()
    expect(redirectUri).toBe(STEPKEY)
    const other = 'https://connect.example.com/other'
    const seen = [
      await alice.oauthApps.update({ oauthAppId, redirectUri: OWN }),
      await alice.oauthApps.update({ oauthAppId, redirectUri: other }),
      await alice.oauthApps.update({ oauthAppId, name: 'Renamed' }),
      await alice.oauthApps.update({ oauthAppId, redirectUri: null }),
    ]
    expect(seen.map((app) => app.redirectUri)).toEqual([OWN, other, other, STEPKEY])
    expect(calls.map(({ url }) => url.split('?')[0])).toEqual(['/oauth/callback', '/other'])
    const { items, redirectUri: shared } = await alice.oauthApps.list({ componentId: 'asana' })
    expect(items.find(({ id }) => id === oauthAppId)?.redirectUri).toBe(STEPKEY)
    expect(shared).toBe(STEPKEY)
    const entries = await alice.audit.list({ subjectId: oauthAppId })
    expect(entries.items.map(({ detail }) => detail.redirectUri)).toEqual([
      STEPKEY,
      undefined,
      other,
      OWN,
      STEPKEY,
    ])
  })

  it.each<[string, Answer, string]>([
    ['a page', (_query, _request, response) => response.end('Hello'), 'answered 200.'],
    ['a redirect that can change the method', to((query) => STEPKEY + query, 302), 'answered 302.'],
    ['no Location', (_query, _request, response) => response.writeHead(308).end(), 'without a complete'],
    ['a relative Location', to((query) => `/oauth/callback${query}`), 'without a complete'],
    ['itself', to((query) => OWN + query), 'with the Location of another page'],
    ['another path', to((query) => `http://localhost:4000/oauth/return/x${query}`), 'of another page'],
    ['another host', to((query) => `http://localhost:4001/oauth/callback${query}`), 'of another page'],
    [
      'https instead of http',
      to((query) => `https://localhost:4000/oauth/callback${query}`),
      'of another page',
    ],
    ['a user in the address', to((query) => `http://me@localhost:4000/oauth/callback${query}`), 'of another'],
    ['no query', to(() => STEPKEY), 'with another query'],
    ['the state only', to((query) => `${STEPKEY}?${query.split('&')[1]}`), 'with another query'],
    ['one more parameter', to((query) => `${STEPKEY}${query}&from=us`), 'with another query'],
    ['a query that was decoded', to((query) => STEPKEY + decodeURIComponent(query)), 'with another query'],
    [
      'a query that was encoded twice',
      to((query) => STEPKEY + query.replaceAll('%', '%25')),
      'another query',
    ],
    ['a fragment', to((query) => `${STEPKEY}${query}#here`), 'with another query'],
  ])('are refused if they answer with %s', async (_title, wrong, part) => {
    answer = wrong
    const field = await refusal(() => add(OWN))
    expect(field?.code).toBe('redirect_not_forwarded')
    expect(field?.message).toMatch(/^connect\.example\.com answered \d{3}/)
    expect(field?.message).toContain(part)
    expect(field?.message).toContain(`must answer 308 with the Location ${STEPKEY} and the same query.`)
  })

  it('are refused with the cause if there is no usable answer, and the answer’s text is not repeated', async () => {
    const app = await add()
    const change = async (redirectUri = OWN) =>
      await refusal(() => alice.oauthApps.update({ oauthAppId: app.id, redirectUri }))
    const huge = 'x'.repeat(10_000)
    answer = (query, _request, response) =>
      response
        .writeHead(308, {
          location: STEPKEY + query,
          ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`x-${at}`, huge])),
        })
        .end()
    const large = await change()
    expect(large?.code).toBe('redirect_not_forwarded')
    expect(large?.message).not.toContain('xxx')
    answer = to(() => 'https://evil.example/<script>')
    expect((await change())?.message).not.toContain('evil')
    answer = (_query, request) => request.socket.destroy()
    expect(await change()).toMatchObject({
      code: 'redirect_not_forwarded',
      message: expect.stringContaining('connect.example.com closed'),
    })
    expect(await change('https://nowhere.example/callback')).toMatchObject({
      code: 'redirect_not_forwarded',
      message: expect.stringContaining('nowhere.example'),
    })
    world.name('private.example', ['10.0.0.7'])
    expect((await change('https://private.example/callback'))?.code).toBe('address_blocked')
  })

  it('are refused after the time limit of remote requests if their server is silent', async () => {
    answer = () => {}
    expect(await refusal(() => add(OWN))).toMatchObject({
      code: 'redirect_not_forwarded',
      message: 'connect.example.com did not answer within 10 seconds.',
    })
  }, 20_000)

  it.each([
    'http://connect.example.com/callback',
    'http://localhost.example.com/callback',
    'https://user@connect.example.com/callback',
    'https://connect.example.com/callback?x=1',
    'https://connect.example.com/callback?',
    'https://connect.example.com/callback#x',
    'https://connect.example.com/call back',
    'https:\\\\connect.example.com/callback',
    'connect.example.com/callback',
    'javascript:alert(1)',
    '',
    `https://connect.example.com/${'x'.repeat(2000)}`,
  ])('are refused as input without a request: %s', async (redirectUri) => {
    await expect(add(redirectUri)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(calls).toEqual([])
  })

  it('can be plain http on this machine', async () => {
    const base = await world.http((request, response) => {
      response.writeHead(308, { location: STEPKEY + String(request.url).slice(1) }).end()
    })
    expect(await add(`${base}/`)).toMatchObject({ redirectUri: `${base}/` })
  })

  describe('in a consent', () => {
    /** The redirect URI that is registered at the provider, and those in its requests. */
    let registered: string
    let requested: { authorization: string | null; token: string | null; check: string | null }
    const codes = new Map<string, string>()

    beforeAll(async () => {
      await world.https('app.asana.com', async (request, response) => {
        const json = (status: number, body: object) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
        const { pathname, searchParams } = new URL(request.url ?? '', 'https://app.asana.com')
        if (pathname === '/-/oauth_authorize') {
          const redirectUri = searchParams.get('redirect_uri') ?? ''
          requested.authorization = redirectUri
          if (redirectUri !== registered) return json(400, { error: 'invalid_request' })
          const code = `0/${codes.size}+ %2F`
          codes.set(code, redirectUri)
          const back = new URLSearchParams({ code, state: searchParams.get('state') ?? '' })
          return response.writeHead(302, { location: `${redirectUri}?${back}` }).end()
        }
        if (request.method === 'GET') return json(200, { data: { gid: '7', name: 'Ada' } })
        const form = new URLSearchParams((await request.toArray()).join(''))
        const granted = codes.get(form.get('code') ?? '')
        if (granted === undefined) {
          requested.check = form.get('redirect_uri')
          return json(400, { error: 'invalid_grant' })
        }
        requested.token = form.get('redirect_uri')
        if (requested.token !== granted) return json(400, { error: 'invalid_grant' })
        json(200, {
          access_token: 'access',
          refresh_token: 'refresh',
          expires_in: 3600,
          token_type: 'bearer',
        })
      })
    })
    beforeEach(() => {
      requested = { authorization: null, token: null, check: null }
      registered = OWN
    })

    const begin = async (oauthAppId: string) => {
      const begun = await alice.consents.begin({
        componentId: 'asana',
        methodId: 'oauth',
        values: {},
        oauthAppId,
      })
      if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
      return begun
    }
    /** Follows the redirects as a browser does. Returns the address of Stepkey at which it arrives. */
    async function browse({ url }: Extract<ConsentBegun, { outcome: 'redirect' }>): Promise<URL> {
      let at = url
      for (let hops = 0; hops < 5 && !at.startsWith('http://localhost:4000/'); hops++) {
        const request = { method: 'GET', url: new URL(at), headers: {}, body: undefined }
        const { headers } = await stepkey.deps.egress.fetch(request, AbortSignal.timeout(10_000))
        at = headers.location ?? 'about:blank'
      }
      return new URL(at)
    }
    const finish = (consentId: string, arrived: URL, path = arrived.pathname) =>
      alice.consents.finish({ consentId, parameters: Object.fromEntries(arrived.searchParams), path })

    it('are sent in the authorization request, the token request and the check of the client', async () => {
      const app = await alice.oauthApps.create({
        componentId: 'asana',
        name: 'Whole',
        clientId: 'client',
        clientSecret,
        redirectUri: OWN,
      })
      expect(requested.check).toBe(OWN)
      const begun = await begin(app.id)
      const arrived = await browse(begun)
      expect(arrived.origin + arrived.pathname).toBe(STEPKEY)
      expect(await finish(begun.consentId, arrived)).toMatchObject({ outcome: 'granted' })
      expect(requested).toMatchObject({ authorization: OWN, token: OWN })
      const saved = await alice.credentials.create({
        componentId: 'asana',
        methodId: 'oauth',
        name: `Through ${engine}`,
        values: {},
        consentId: begun.consentId,
      })
      assertSaved(saved)
      expect(saved.credential).toMatchObject({ status: 'verified', grant: { oauthAppId: app.id } })
      await alice.oauthApps.update({ oauthAppId: app.id, clientSecret: 'another secret for tests' })
      expect(requested.check).toBe(OWN)
      await alice.oauthApps.update({ oauthAppId: app.id, clientSecret, redirectUri: null })
      expect(requested.check).toBe(STEPKEY)
    })

    it('stay those of a consent in progress when the app gets another one', async () => {
      const app = await add(OWN)
      const begun = await begin(app.id)
      const arrived = await browse(begun)
      await alice.oauthApps.update({ oauthAppId: app.id, redirectUri: null })
      expect(await finish(begun.consentId, arrived)).toMatchObject({ outcome: 'granted' })
      expect(requested.token).toBe(OWN)
      registered = STEPKEY
      const next = await begin(app.id)
      expect(await finish(next.consentId, await browse(next))).toMatchObject({ outcome: 'granted' })
      expect(requested).toMatchObject({ authorization: STEPKEY, token: STEPKEY })
    })

    it('don’t weaken the protection against mix-ups: the code counts only at the path of the provider', async () => {
      const app = await add('https://connect.example.com/back')
      registered = 'https://connect.example.com/back'
      const begun = await begin(app.id)
      const arrived = await browse(begun)
      for (const path of ['/oauth/return/127.0.0.1%3A1', '/back', undefined])
        expect(
          await alice.consents.finish({
            consentId: begun.consentId,
            parameters: Object.fromEntries(arrived.searchParams),
            path,
          }),
        ).toMatchObject({ reason: 'failed', message: expect.stringContaining('another provider') })
      expect(await finish(begun.consentId, arrived)).toMatchObject({ outcome: 'granted' })
    })
  })
})
