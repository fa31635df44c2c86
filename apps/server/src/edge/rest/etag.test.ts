import type { Scope } from '@stepkey/shared/access'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('request ids, rate limits and ETags on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let keys: { all: string; read: string }
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports, config: { rateLimit: 1000 } })
    const alice = await stepkey.signUp('Alice')
    const keyFor = async (scopes: Scope[]) => (await alice.apiKeys.create({ name: 'Engine', scopes })).key
    keys = { all: await keyFor(['read', 'write', 'verify', 'flows']), read: await keyFor(['read']) }
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const send = (
    method: InjectOptions['method'],
    url: string,
    { payload, ...headers }: Record<string, unknown> = {},
  ) =>
    stepkey.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: {
        host: 'localhost:4000',
        authorization: `Bearer ${keys.all}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(headers as Record<string, string>),
      },
      ...(payload !== undefined && { payload: payload as object }),
    })
  const UUID = /^[0-9a-f-]{36}$/

  it('refuses If-Match where it would be ignored', async () => {
    const refused = await send('DELETE', '/flows/absent', { 'if-match': '"1"' })
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({
      fields: [{ path: 'If-Match', message: 'This route does not accept If-Match. Remove it.' }],
    })
  })

  describe('request id', () => {
    it('is in every answer, in every problem, and in the log', async () => {
      for (const [method, url, headers, status] of [
        ['GET', '/flows', {}, 200],
        ['GET', '/flows', { authorization: '' }, 401],
        ['GET', '/flows', { host: 'evil.example' }, 403],
        ['GET', '/flows/absent', {}, 404],
        ['GET', '/nowhere', {}, 404],
        ['GET', `/flows/${'x'.repeat(3000)}`, {}, 404],
        ['GET', '/%zz', {}, 400],
        ['POST', '/flows', { 'content-type': 'text/plain', payload: 'x' }, 415],
        ['POST', '/flows', { 'content-type': 'application/json', payload: '{' }, 400],
        ['GET', '/openapi.json', {}, 200],
      ] as const) {
        const answer = await send(method, url, headers)
        const id = String(answer.headers['x-request-id'])
        expect({ url, status: answer.statusCode, id }).toMatchObject({
          status,
          id: expect.stringMatching(UUID),
        })
        if (status >= 400) expect(answer.json()).toMatchObject({ status, requestId: id })
      }
      const answer = await send('GET', '/flows')
      const lines = stepkey.logged.map((line) => JSON.parse(line))
      expect(lines.filter(({ id }) => id === answer.headers['x-request-id'])).toMatchObject([
        { route: '/api/v1/flows', status: 200 },
      ])
    })

    it('is the X-Request-Id of the request if it consists of at most 64 letters, digits, _ and -', async () => {
      const idOf = async (id: string) =>
        (await send('GET', '/flows', { 'x-request-id': id })).headers['x-request-id']
      expect(await idOf('run-42_a')).toBe('run-42_a')
      for (const invalid of ['', 'a b', 'a"b', 'x'.repeat(65), 'a,b', 'é'])
        expect(await idOf(invalid)).toMatch(UUID)
      expect((await send('GET', '/flows/absent', { 'x-request-id': 'mine' })).json().requestId).toBe('mine')
    })
  })

  it('returns the number of remaining requests of an API key', async () => {
    const remaining = async () => {
      const { headers } = await send('GET', '/flows')
      expect(headers).toMatchObject({ 'x-ratelimit-limit': '1000', 'x-ratelimit-reset': expect.any(String) })
      return Number(headers['x-ratelimit-remaining'])
    }
    const before = await remaining()
    expect(await remaining()).toBe(before - 1)
  })

  describe.each(['credential', 'flow'] as const)('ETag of a %s', (kind) => {
    let made = 0
    const list = `/${kind}s`
    const change = kind === 'credential' ? 'PATCH' : 'PUT'
    const contents = (name: string) =>
      kind === 'credential' ? { name } : { name, steps: [{ name: 'One', componentId: 'http' }] }
    const objectOf = (body: { credential?: object; flow?: object }) =>
      (body.credential ?? body.flow ?? body) as { id: string; name: string }

    async function create() {
      const name = `${kind} ${++made}`
      const payload = kind === 'credential' ? fakeApiCredential(base, name) : contents(name)
      const answer = await send('POST', list, { payload })
      expect(answer.statusCode).toBe(201)
      return { url: `${list}/${objectOf(answer.json()).id}`, tag: String(answer.headers.etag) }
    }

    it('begins with the version, and is the same for create, change and get', async () => {
      const { url, tag } = await create()
      expect(tag).toMatch(/^"1\.[\w-]{12}"$/)
      expect((await send('GET', url)).headers.etag).toBe(tag)
      const changed = await send(change, url, { payload: { ...contents(`New ${made}`), version: 1 } })
      expect(changed.headers.etag).toMatch(/^"2\./)
      expect((await send('GET', url)).headers.etag).toBe(changed.headers.etag)
    })

    it('leads to 304 until the state changes, even if the version stays the same', async () => {
      const { url, tag } = await create()
      for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const answer = await send('GET', url, { 'if-none-match': header })
        expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([304, '', tag])
      }
      expect((await send('GET', url, { 'if-none-match': '"1"' })).statusCode).toBe(200)
      expect((await send('GET', url, { 'if-none-match': '*', authorization: '' })).statusCode).toBe(401)
      if (kind === 'credential') {
        api.status = 401
        await send('POST', `${url}/verify`)
        api.status = undefined
      } else {
        const empty = { name: 'Empty', steps: [], version: 1 }
        const { headers } = await send('PUT', url, { payload: empty })
        await send('POST', `${url}/activate`)
        const answer = await send('GET', url, { 'if-none-match': headers.etag })
        expect([answer.statusCode, answer.json().status]).toEqual([200, 'active'])
      }
      expect((await send('GET', url, { 'if-none-match': tag })).statusCode).toBe(200)
    })

    it('is accepted as If-Match; a change is refused with 412, or 409 without If-Match, for another version', async () => {
      const { url, tag } = await create()
      const save = (headers: object, version?: unknown) =>
        send(change, url, { payload: { ...contents(`Changed ${kind} ${++made}`), version }, ...headers })
      expect((await save({ 'if-match': tag })).statusCode).toBe(200)
      expect((await save({ 'if-match': '"2"' })).statusCode).toBe(200)
      expect((await save({ 'if-match': 'W/"3.x"' }, 3)).statusCode).toBe(200)
      expect((await save({}, 4)).statusCode).toBe(200)
      const { name } = objectOf((await send('GET', url)).json())

      const stale = await save({ 'if-match': tag })
      expect(stale.json()).toMatchObject({ status: 412, title: 'Precondition Failed', code: 'stale' })
      expect(objectOf(stale.json())).toMatchObject({ name, version: 5 })
      expect((await save({}, 1)).json()).toMatchObject({ status: 409, code: 'stale' })
      expect((await send('GET', url)).json()).toMatchObject({ name, version: 5 })
    })

    it('is required, or `version`: a missing, invalid or different one is refused with 400', async () => {
      const { url } = await create()
      for (const [headers, version, sentence] of [
        [{}, undefined, /as If-Match, or `version` in the body/],
        [{ 'if-match': '"1"' }, 2, /different versions/],
        [{ 'if-match': '*' }, undefined, /one ETag/],
        [{ 'if-match': '1' }, undefined, /one ETag/],
        [{ 'if-match': '"1", "2"' }, 1, /one ETag/],
      ] as const) {
        const payload = { ...contents('Never'), version }
        const message = expect.stringMatching(sentence)
        expect((await send(change, url, { payload, ...headers })).json()).toMatchObject({
          status: 400,
          code: 'invalid_input',
          detail: message,
          fields: [{ path: 'version', message }],
        })
        const authorization = `Bearer ${keys.read}`
        expect((await send(change, url, { payload, ...headers, authorization })).statusCode).toBe(403)
      }
    })
  })
})
