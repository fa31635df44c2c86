import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Scope } from '@stepkey/shared/access'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { createPetstore } from '../../sandbox/petstore.ts'

describe.each(engines)('REST on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let bob: Person
  let key: string
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    const sandbox = createPetstore()
    const petstore = await world.http((request, response) => sandbox.emit('request', request, response))
    const sandboxPort = Number(new URL(petstore).port)
    stepkey = await startStepkey(engine, { outside: world.ports, config: { sandboxPort } })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    bob = await stepkey.signUp(`Bob${people}`)
    key = await keyFor(alice, ['read', 'write', 'verify', 'flows', 'issue'])
    api.status = undefined
  })

  const keyFor = async (person: Person, scopes: Scope[], expiresAt?: string) =>
    (await person.apiKeys.create({ name: 'Engine', scopes, expiresAt })).key

  async function send(
    method: InjectOptions['method'],
    path: string,
    payload?: object,
    authorization = `Bearer ${key}`,
  ) {
    const response = await stepkey.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        host: 'localhost:4000',
        authorization,
        ...(payload && { 'content-type': 'application/json' }),
      },
      payload,
    })
    return {
      status: response.statusCode,
      type: response.headers['content-type'],
      body: response.body ? response.json() : undefined,
    }
  }
  async function saved(name = 'Shop'): Promise<string> {
    return (await send('POST', '/credentials', fakeApiCredential(base, name))).body.credential.id
  }
  async function activeFlow(credentialId: string) {
    const { body } = await send('POST', '/flows', {
      name: 'Sync',
      steps: [{ name: 'One', componentId: 'http', credentialId }],
    })
    await send('POST', `/flows/${body.id}/activate`)
    return { flowId: body.id as string, stepId: body.steps[0].id as string }
  }

  it('returns 401 without an API key, and with an unknown, revoked or expired one', async () => {
    const { apiKey, key: revoked } = await alice.apiKeys.create({ name: 'Old', scopes: ['read'] })
    await alice.apiKeys.revoke({ apiKeyId: apiKey.id })
    const soon = new Date(stepkey.deps.clock().getTime() + 60_000).toISOString()
    const expiring = await keyFor(alice, ['read'], soon)
    expect((await send('GET', '/flows', undefined, `Bearer ${expiring}`)).status).toBe(200)
    stepkey.pass(60_000)
    for (const authorization of [
      '',
      'Bearer stepkey_guess',
      `Bearer ${revoked}`,
      `Bearer ${expiring}`,
      'Basic eDp5',
    ]) {
      const { status, type, body } = await send('GET', '/credentials', undefined, authorization)
      expect({ status, type }).toEqual({ status: 401, type: 'application/problem+json' })
      expect(body).toMatchObject({
        type: '/docs/problems#unauthorized',
        title: 'Unauthorized',
        status: 401,
        code: 'unauthorized',
      })
    }
  })

  it('allows an API key only the operations of its scopes', async () => {
    const credentialId = await saved()
    const { flowId, stepId } = await activeFlow(credentialId)
    const calls: [Scope | 'none', InjectOptions['method'], string, object?][] = [
      ['read', 'GET', '/components'],
      ['read', 'GET', `/credentials/${credentialId}`],
      ['read', 'GET', '/flows'],
      ['write', 'PATCH', `/credentials/${credentialId}`, { version: 1, name: 'Renamed' }],
      ['verify', 'POST', `/credentials/${credentialId}/verify`],
      ['flows', 'POST', `/flows/${flowId}/activate`],
      ['issue', 'POST', `/flows/${flowId}/steps/${stepId}/credential`],
    ]
    for (const scope of ['read', 'write', 'verify', 'flows', 'issue'] as const) {
      const authorization = `Bearer ${await keyFor(alice, [scope])}`
      for (const [needed, method, path, payload] of calls) {
        const { status } = await send(method, path, payload, authorization)
        expect({ scope, path, allowed: status !== 403 }).toEqual({ scope, path, allowed: scope === needed })
      }
    }
  })

  it('returns 404 for objects of another workspace', async () => {
    const credentialId = await saved()
    const { flowId, stepId } = await activeFlow(credentialId)
    key = await keyFor(bob, ['read', 'write', 'verify', 'flows', 'issue'])
    const calls: [InjectOptions['method'], string, object?][] = [
      ['GET', `/credentials/${credentialId}`],
      ['DELETE', `/credentials/${credentialId}`],
      ['GET', `/credentials/${credentialId}/usage`],
      ['GET', `/credentials/${credentialId}/receipts`],
      ['GET', `/credentials/${credentialId}/values`],
      ['POST', `/credentials/${credentialId}/values`, { version: 1, values: {} }],
      ['POST', `/credentials/${credentialId}/values/2/promote`],
      ['DELETE', `/credentials/${credentialId}/values/2`],
      ['POST', `/credentials/${credentialId}/restore`],
      ['POST', `/credentials/${credentialId}/replace`, { by: credentialId.replace(/.$/, 'x') }],
      ['GET', `/flows/${flowId}`],
      ['DELETE', `/flows/${flowId}`],
      ['POST', `/flows/${flowId}/steps/${stepId}/credential`],
    ]
    for (const [method, path, payload] of calls) {
      expect((await send(method, path, payload)).body).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  it('lets no API key list or create API keys, or read an account', async () => {
    const caller = stepkey.visitor({ apiKey: key })
    await expect(caller.apiKeys.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(caller.apiKeys.create({ name: 'More', scopes: ['read'] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(caller.accounts.me()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('limits the request rate of each API key separately', async () => {
    const busy = await startStepkey(engine, { config: { rateLimit: 3 } })
    const carol = await busy.signUp('Carol')
    const [first, second] = [await keyFor(carol, ['read']), await keyFor(carol, ['read'])]
    const call = (url: string, authorization: string) =>
      busy.app.inject({ url, headers: { host: 'localhost:4000', authorization: `Bearer ${authorization}` } })
    for (let n = 0; n < 3; n++) expect((await call('/api/v1/flows', first)).statusCode).toBe(200)
    const refused = await call('/api/v1/flows', first)
    expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(refused.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'x-ratelimit-remaining': '0',
      'x-request-id': refused.json().requestId,
    })
    expect((await call('/trpc/flows.list', first)).json().error.data.code).toBe('too_many_requests')
    expect((await call('/api/v1/flows', second)).statusCode).toBe(200)
    await busy.stop()
  })

  it('creates with 201, lists pages and ids, changes with 200 or 409, and deletes with 204', async () => {
    const created = await send('POST', '/credentials', fakeApiCredential(base, 'Beta'))
    expect(created).toMatchObject({ status: 201, body: { outcome: 'saved', credential: { name: 'Beta' } } })
    await saved('Alpha')
    const first = await send('GET', '/credentials?limit=1&componentId=http')
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(['Alpha'])
    const second = await send('GET', `/credentials?limit=1&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ items: [{ name: 'Beta' }], nextCursor: null })
    const { id } = created.body.credential
    const [other] = first.body.items
    for (const ids of [`ids=${id},${other.id}`, `ids=${id}&ids=${other.id}`]) {
      expect((await send('GET', `/credentials?${ids}`)).body.items).toMatchObject([{ id: other.id }, { id }])
    }
    expect(await send('GET', '/credentials?ids=')).toMatchObject({
      status: 400,
      body: { code: 'invalid_input' },
    })
    expect(await send('PATCH', `/credentials/${id}`, { version: 1, name: 'Gamma' })).toMatchObject({
      status: 200,
    })
    expect(await send('PATCH', `/credentials/${id}`, { version: 1, name: 'Delta' })).toMatchObject({
      status: 409,
      body: { code: 'stale', credential: { name: 'Gamma', version: 2 } },
    })
    expect(await send('DELETE', `/credentials/${id}`)).toMatchObject({ status: 204, body: undefined })
    expect(await send('GET', `/credentials/${id}`)).toMatchObject({ status: 404 })
  })

  it('returns 422 not_saved, 409 in_use and blocked, 400 invalid_input, 404 for unknown paths, 405 for other methods, and 200 for outcomes of verifications', async () => {
    expect(await send('POST', '/credentials', fakeApiCredential(base, 'Typo', 'wrong'))).toMatchObject({
      status: 422,
      type: 'application/problem+json',
      body: { code: 'not_saved', verification: { outcome: 'rejected' } },
    })
    const credentialId = await saved()
    const { flowId } = await activeFlow(credentialId)
    expect(await send('DELETE', `/credentials/${credentialId}`)).toMatchObject({
      status: 409,
      body: { code: 'in_use', flows: [{ id: flowId }], hidden: 0 },
    })
    const empty = await send('POST', '/flows', {
      name: 'Empty',
      steps: [{ name: 'One', componentId: 'http' }],
    })
    expect(await send('POST', `/flows/${empty.body.id}/activate`)).toMatchObject({
      status: 409,
      body: { code: 'blocked', steps: [{ reason: 'missing' }] },
    })
    expect(await send('POST', '/credentials', { componentId: 'http', methodId: 'bearer' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', fields: [{ path: 'name' }, { path: 'values' }] },
    })
    // Refused and recorded, although no scope permits it.
    expect(await send('GET', '/account')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((await alice.audit.list({ outcome: 'refused' })).items[0]).toMatchObject({
      subjectId: 'accounts.me',
    })
    expect(await send('GET', '/nothing/here')).toMatchObject({ status: 404, body: { code: 'unknown_route' } })
    expect(await send('POST', '/components')).toMatchObject({
      status: 405,
      body: { code: 'method_not_allowed', detail: 'This address accepts only GET, HEAD.' },
    })
    expect(await send('POST', `/flows/${flowId}?x`)).toMatchObject({
      status: 405,
      body: { detail: 'This address accepts only GET, HEAD, PUT, DELETE.' },
    })
    const { componentId, methodId, values } = fakeApiCredential('http://10.0.0.1')
    expect(await send('POST', '/credentials/verify', { componentId, methodId, values })).toMatchObject({
      status: 200,
      body: { outcome: 'blocked', reason: 'private_address' },
    })
    api.status = 401
    expect(await send('POST', `/credentials/${credentialId}/verify`)).toMatchObject({
      status: 200,
      body: { outcome: 'rejected' },
    })
  })

  it('refuses input in the part of the request that the route does not read', async () => {
    const credentialId = await saved()
    const refused = (field: object) => ({ status: 400, body: { code: 'invalid_input', fields: [field] } })
    const toCreate = fakeApiCredential(base, 'In the query')
    expect(await send('POST', '/credentials?allowUnverfied=true', toCreate)).toMatchObject(
      refused({
        path: 'allowUnverfied',
        message: 'There is no member “allowUnverfied”. Did you mean “allowUnverified”?',
      }),
    )
    expect(await send('POST', '/credentials?allowUnverified=true', toCreate)).toMatchObject(
      refused({ path: 'allowUnverified', message: 'Send “allowUnverified” in the body.' }),
    )
    expect(await send('DELETE', `/credentials/${credentialId}`, { credentialId: 'x' })).toMatchObject(
      refused({ path: 'credentialId', message: '“credentialId” is in the path. Remove it here.' }),
    )
    expect(await send('DELETE', `/credentials/${credentialId}`, ['x'])).toMatchObject(
      refused({ path: '', message: 'This route reads no body. Remove it.' }),
    )
    expect(await send('GET', '/flows?limit=1&limit=2')).toMatchObject(
      refused({ path: 'limit', message: 'Send “limit” once.' }),
    )
    expect(await send('POST', '/flows', { nmae: 'Sync', steps: 'x' })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'nmae' }, { path: 'name' }, { path: 'steps', message: 'Enter a list.' }] },
    })
    expect(await send('POST', '/flows', { name: 'Sync', steps: [], flowID: 'x' })).toMatchObject(
      refused({ path: 'flowID', message: 'There is no member “flowID”. Possible are: name, steps.' }),
    )
    expect(await send('GET', `/credentials/${credentialId}`)).toMatchObject({ status: 200 })
  })

  it('exports the filtered audit log as JSON lines or CSV without formulas, to callers with the permission', async () => {
    const { accounts, flows } = stepkey.visitor()
    const eve = {
      name: '=HYPERLINK("x"),1',
      email: `eve${people}@example.com`,
      password: 'a long enough password',
    }
    const { workspaces } = await accounts.signUp(eve)
    for (let n = 0; n < 201; n++) await flows.save({ name: `Flow ${n}`, steps: [] })
    const signIn = await stepkey.app.inject({
      method: 'POST',
      url: '/trpc/accounts.signIn',
      headers: { host: 'localhost:4000', 'content-type': 'application/json' },
      payload: { email: eve.email, password: eve.password },
    })
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? ''
    const exportLog = (query: string, workspaceId = workspaces[0]?.id) =>
      stepkey.app.inject({
        url: `/api/v1/audit/export?format=${query}`,
        headers: { host: 'localhost:4000', cookie, 'stepkey-workspace': workspaceId },
      })

    const { body: lines, headers } = await exportLog('jsonl')
    const entries = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries.length).toBeGreaterThan(200)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => entries.length - n))
    expect(headers['content-disposition']).toBe('attachment; filename="stepkey-audit.jsonl"')

    const { body: csv } = await exportLog('csv')
    expect(csv.trim().split('\r\n')).toHaveLength(entries.length + 1)
    expect(csv).toContain(`,"'=HYPERLINK(""x""),1",flow.created,done,`)

    const concurrent = await Promise.all(Array.from({ length: 20 }, () => exportLog('jsonl')))
    const refused = concurrent.filter(({ statusCode }) => statusCode === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThanOrEqual(18)
    expect(refused[0]?.headers['retry-after']).toBe('5')
    for (const answer of concurrent) if (!refused.includes(answer)) expect(answer.body).toBe(lines)

    const linesOf = async (query: string) => (await exportLog(query)).body.split('\n').length - 1
    expect(await linesOf('jsonl&action=flow.created')).toBe(201)
    expect(await linesOf(`jsonl&action=flow.created&subjectId=${entries[1].subjectId}`)).toBe(1)
    expect(await linesOf('jsonl&outcome=refused')).toBe(0)
    const { at, actor } = entries[0]
    expect(await linesOf(`jsonl&from=${at}&actorId=${actor.id}`)).toBe(entries.length)
    expect(await linesOf(`jsonl&to=${at}`)).toBe(0)
    for (const unknown of ['limit=1', 'cursor=x', 'fromat=csv'])
      expect((await exportLog(`jsonl&${unknown}`)).json()).toMatchObject({
        status: 400,
        fields: [{ path: unknown.split('=')[0], message: expect.stringContaining('There is no member') }],
      })
    expect((await exportLog('csv&action=flow.guessed')).json()).toMatchObject({
      status: 400,
      fields: [{ path: 'action' }],
    })
    expect((await exportLog('xml')).json()).toMatchObject({ status: 400, code: 'invalid_input' })
    expect((await exportLog('csv', bob.workspaceId)).json()).toMatchObject({ status: 404 })
    expect(await send('GET', '/audit/export?format=csv')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  describe('issue', () => {
    it('returns the values, headers and base URL to a flow engine', async () => {
      const { flowId, stepId } = await activeFlow(await saved())
      const { status, body } = await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)
      expect(status).toBe(200)
      expect(body).toEqual({
        componentId: 'http',
        methodId: 'bearer',
        generation: 1,
        values: { baseUrl: base, testPath: '/me', token: 'good' },
        headers: { authorization: 'Bearer good' },
        query: {},
        baseUrl: base,
        expiresAt: new Date(stepkey.deps.clock().getTime() + 300_000).toISOString(),
      })
    })

    it('writes an audit entry with the API key and the step', async () => {
      const credentialId = await saved()
      const { flowId, stepId } = await activeFlow(credentialId)
      await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)
      const rows = await stepkey.deps.db
        .selectFrom('audit')
        .selectAll()
        .where('subject_id', '=', credentialId)
        .where('action', '=', 'credential.issued')
        .execute()
      expect(rows).toMatchObject([
        { actor_kind: 'api_key', detail: JSON.stringify({ flowId, stepId, generation: 1 }) },
      ])
    })

    it('returns 500 without the values when the audit entry can’t be written', async () => {
      const { flowId, stepId } = await activeFlow(await saved())
      const { auditWriter } = stepkey.deps
      vi.spyOn(auditWriter, 'record').mockRejectedValueOnce(new Error('The disk is full.'))
      const { status, body } = await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)
      expect(status).toBe(500)
      expect(JSON.stringify(body)).not.toContain('good')
      expect((await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)).status).toBe(200)
    })

    it('refuses users, a failing credential, an inactive flow and an unknown step', async () => {
      const credentialId = await saved()
      const { flowId, stepId } = await activeFlow(credentialId)
      await expect(alice.credentials.issue({ flowId, stepId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      api.status = 401
      await send('POST', `/credentials/${credentialId}/verify`)
      expect(await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)).toMatchObject({
        status: 409,
        body: { code: 'paused', detail: expect.stringContaining('rejected the credential') },
      })
      await send('POST', `/flows/${flowId}/deactivate`)
      expect(await send('POST', `/flows/${flowId}/steps/${stepId}/credential`)).toMatchObject({ status: 409 })
      expect(await send('POST', `/flows/${flowId}/steps/absent/credential`)).toMatchObject({ status: 404 })
    })

    it('runs the example flow engine, which fails with flow_inactive for an inactive flow', async () => {
      const { body } = await send('POST', '/credentials', {
        componentId: 'petstore',
        methodId: 'apiKey',
        name: 'Pets',
        values: { apiKey: 'secret' },
      })
      const steps = ['Read', 'Add'].map((name) => ({
        name,
        componentId: 'petstore',
        credentialId: body.credential.id,
      }))
      const flow = await send('POST', '/flows', { name: 'Pets', steps })
      await send('POST', `/flows/${flow.body.id}/activate`)
      const address = await stepkey.app.listen({ host: '127.0.0.1', port: 0 })
      const script = join(import.meta.dirname, '../../../../../examples/flow-engine.mjs')
      const env = { PATH: process.env.PATH, STEPKEY_URL: address, STEPKEY_API_KEY: key }
      const run = promisify(execFile)
      const { stdout } = await run(process.execPath, [script, flow.body.id], { env })
      expect(stdout).toMatch(/^Read: read \d+ pets\nAdd: added Nemo\n$/)
      await send('POST', `/flows/${flow.body.id}/deactivate`)
      await expect(run(process.execPath, [script, flow.body.id], { env })).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('flow_inactive: This flow is inactive'),
      })
    })
  })
})
