import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { deleteOldOwnerIssues } from '../usage/owner-issues.ts'

const DAY = 24 * 60 * 60_000
const ofOwner = { name: 'Read', componentId: 'http', binding: 'owner' as const }

/** One flow serves many customers: a step is bound to the owner's credential, and each run names the owner. */
describe.each(engines)('steps that are bound to the owner’s credential on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let engineKey: string
  let runner: Caller
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    await world.https('api.github.com', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': 'repo' })
      response.end(JSON.stringify({ login: 'alice' }))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    engineKey = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
    runner = stepkey.visitor({ apiKey: engineKey })
    api.tokens.clear()
    for (const token of ['good', 'of 1', 'of 2', 'second of 1']) api.tokens.set(token, token)
  })

  const connect = async (owner: string | undefined, name = 'Shop', token = 'good') => {
    const created = await alice.credentials.create({ ...fakeApiCredential(base, name, token), owner })
    assertSaved(created)
    return created.credential
  }
  type Step = Parameters<Person['flows']['save']>[0]['steps'][number]
  const activeFlow = async (...steps: Partial<Step>[]) => {
    const all = (steps.length > 0 ? steps : [{}]).map((step) => ({ ...ofOwner, ...step }))
    const flow = await alice.flows.save({ name: 'Sync', steps: all })
    assertSaved(flow)
    expect(await alice.flows.activate({ flowId: flow.id })).toEqual({ outcome: 'active' })
    return { flowId: flow.id, stepIds: flow.steps.map(({ id }) => id), stepId: flow.steps[0]?.id ?? '' }
  }
  const tokenOf = (issued: { values: Record<string, unknown> }) => issued.values.token
  const rest = async (method: 'POST' | 'DELETE', path: string, body?: object, key = engineKey) =>
    await stepkey.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { host: 'localhost:4000', authorization: `Bearer ${key}` },
      ...(body && { payload: body }),
    })
  const entries = async (action: string) =>
    (await alice.audit.list({ action: action as 'credential.issued' })).items

  it('shows the binding and the methods of a step, and refuses a credential of its own', async () => {
    const flow = await alice.flows.save({ name: 'Sync', steps: [{ ...ofOwner, methods: ['bearer'] }] })
    assertSaved(flow)
    expect(flow.steps).toMatchObject([{ binding: 'owner', methods: ['bearer'], credentialId: null }])
    const { id: credentialId } = await connect('org_1')
    for (const [step, path] of [
      [{ ...ofOwner, credentialId }, 'steps.0.credentialId'],
      [{ name: 'Read', componentId: 'http', methods: ['bearer'] }, 'steps.0.methods'],
    ] as const) {
      const saving = alice.flows.save({ name: 'Other', steps: [step as Step] })
      await expect(saving).rejects.toMatchObject({ cause: { fields: [{ path }] } })
    }
  })

  it('activates only flows whose component and methods exist', async () => {
    const unknown = { ...ofOwner, methods: ['bearer', 'carrierPigeon'] }
    expect(await alice.flows.save({ name: 'Sync', steps: [unknown] })).toEqual({
      outcome: 'blocked',
      steps: [{ index: 0, reason: 'unknown_method' }],
    })
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [ofOwner, { ...ofOwner, methods: ['bearer'] }],
    })
    assertSaved(flow)
    // As after an upgrade, or in a restored database.
    const [first = '', second = ''] = flow.steps.map(({ id }) => id)
    const { db } = stepkey.deps
    await db.updateTable('flow_step').set({ component_id: 'gone' }).where('id', '=', first).execute()
    await db.updateTable('flow_step').set({ methods: '["gone"]' }).where('id', '=', second).execute()
    expect(await alice.flows.activate({ flowId: flow.id })).toEqual({
      outcome: 'blocked',
      steps: [
        { stepId: first, reason: 'unknown_component' },
        { stepId: second, reason: 'unknown_method' },
      ],
    })
  })

  it('can’t be bound to one credential', async () => {
    const { flowId, stepId } = await activeFlow()
    const { id: credentialId } = await connect('org_1')
    const refused = { cause: { fields: [{ code: 'bound_to_owner' }] } }
    await expect(alice.flows.bindStep({ flowId, stepId, credentialId })).rejects.toMatchObject(refused)
    const input = { ...fakeApiCredential(base, 'Bound'), bindTo: { flowId, stepId } }
    await expect(alice.credentials.create(input)).rejects.toMatchObject(refused)
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    const session = { componentIds: ['http'], actions: ['create' as const], bindTo: { flowId, stepId } }
    const creating = stepkey.visitor({ apiKey: key }).connectSessions.create(session)
    await expect(creating).rejects.toMatchObject(refused)
  })

  it('get the credential of the owner that the run names, and the audit log names the owner', async () => {
    const first = await connect('org_1', 'Shop', 'of 1')
    await connect('org_2', 'Shop', 'of 2')
    await connect(undefined, 'Shop')
    const { flowId, stepId } = await activeFlow()
    expect(tokenOf(await runner.credentials.issue({ flowId, stepId, owner: 'org_1' }))).toBe('of 1')
    expect(tokenOf(await runner.credentials.issue({ flowId, stepId, owner: 'org_2' }))).toBe('of 2')
    const [, entry] = await entries('credential.issued')
    expect(entry).toMatchObject({ subjectId: first.id, detail: { owner: 'org_1', stepId } })
  })

  it('need an owner, which steps with a credential of their own ignore', async () => {
    const own = await connect(undefined)
    const { flowId, stepIds } = await activeFlow({}, { binding: 'credential', credentialId: own.id })
    const [ofOwner = '', fixed = ''] = stepIds
    await expect(runner.credentials.issue({ flowId, stepId: ofOwner })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { fields: [{ path: 'owner', code: 'owner_needed' }] },
    })
    const issued = await runner.credentials.issue({ flowId, stepId: fixed, owner: 'org_1' })
    expect(tokenOf(issued)).toBe('good')
    await connect('org_1', 'Shop', 'of 1')
    const { steps } = await runner.flows.issue({ flowId, owner: 'org_1' })
    expect(steps).toMatchObject({
      [ofOwner]: { values: { token: 'of 1' } },
      [fixed]: { values: { token: 'good' } },
    })
    expect((await runner.flows.issue({ flowId })).steps).toMatchObject({
      [ofOwner]: { code: 'invalid_input' },
      [fixed]: { values: { token: 'good' } },
    })
  })

  it('answer 409 with ids and identities when several credentials match', async () => {
    const first = await connect('org_1', 'Shop 1', 'of 1')
    const second = await connect('org_1', 'Shop 2', 'second of 1')
    const { flowId, stepId } = await activeFlow()
    const path = `/flows/${flowId}/steps/${stepId}/credential`
    const response = await rest('POST', path, { owner: 'org_1' })
    const credentials = [
      { id: first.id, name: 'Shop 1', identity: null },
      { id: second.id, name: 'Shop 2', identity: null },
    ]
    expect(response.statusCode).toBe(409)
    expect(response.json()).toMatchObject({ code: 'ambiguous', credentials })
    const [entry] = await entries('credential.issued')
    const detail = { flowId, stepId, owner: 'org_1', outcome: 'ambiguous' }
    expect(entry).toMatchObject({ outcome: 'refused', detail })
    expect((await runner.flows.issue({ flowId, owner: 'org_1' })).steps).toMatchObject({
      [stepId]: { code: 'ambiguous', credentials },
    })
    await alice.credentials.remove({ credentialId: first.id })
    expect(tokenOf(await runner.credentials.issue({ flowId, stepId, owner: 'org_1' }))).toBe('second of 1')
  })

  it('name at most 10 of the credentials that match', async () => {
    for (let n = 0; n < 11; n++) await connect('org_1', `Shop ${n}`)
    const { flowId, stepId } = await activeFlow()
    const issuing = runner.credentials.issue({ flowId, stepId, owner: 'org_1' })
    const error = await issuing.catch(({ cause }) => cause)
    expect(error.members.credentials).toHaveLength(10)
  })

  it('answer 404 with a connect link by which the owner connects the credential', async () => {
    await connect('org_2')
    await connect(undefined, 'Own')
    const { flowId, stepId } = await activeFlow({ methods: ['bearer'] })
    const response = await rest('POST', `/flows/${flowId}/steps/${stepId}/credential`, { owner: 'org_1' })
    expect(response.statusCode).toBe(404)
    const problem = response.json()
    expect(problem).toMatchObject({ code: 'not_connected', linkExpiresAt: expect.any(String) })

    const secret = problem.connectLink.split('#link=')[1]
    const { token } = await stepkey.visitor({}).connectSessions.open({ secret })
    const customer = stepkey.visitor({ connectToken: token })
    expect(await customer.connectTokens.task()).toMatchObject({ methodIds: ['bearer'], actions: ['create'] })
    await expect(customer.credentials.list({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    assertSaved(await customer.credentials.create(fakeApiCredential(base, 'Mine', 'of 1')))
    expect(tokenOf(await runner.credentials.issue({ flowId, stepId, owner: 'org_1' }))).toBe('of 1')
  })

  it('offer the same link until less than a day is left, for each owner and API key', async () => {
    const { flowId, stepId } = await activeFlow()
    const linkFor = async (owner: string, rpc = runner) => {
      const error = await rpc.credentials.issue({ flowId, stepId, owner }).catch(({ cause }) => cause)
      return error.members.connectLink as string
    }
    const links = await Promise.all(Array.from({ length: 5 }, () => linkFor('org_1')))
    expect(new Set(links).size).toBe(1)
    const other = await alice.apiKeys.create({ name: 'Other', scopes: ['issue'] })
    const all = [
      await linkFor('org_2'),
      await linkFor('org_1', stepkey.visitor({ apiKey: other.key })),
      ...links,
    ]
    expect(new Set(all).size).toBe(3)
    expect(await entries('connect_token.created')).toHaveLength(3)

    stepkey.pass(5 * DAY)
    expect(await linkFor('org_1')).toBe(links[0])
    stepkey.pass(1.5 * DAY)
    const renewed = await linkFor('org_1')
    expect(renewed).not.toBe(links[0])
    // The earlier link stays valid.
    const secret = links[0]?.split('#link=')[1] ?? ''
    await expect(stepkey.visitor({}).connectSessions.open({ secret })).resolves.toBeDefined()
    expect(await linkFor('org_1')).toBe(renewed)
  })

  it('say why there is no link for a component without an OAuth app', async () => {
    const { flowId, stepId } = await activeFlow({ componentId: 'xero', methods: ['oauth'] })
    const response = await rest('POST', `/flows/${flowId}/steps/${stepId}/credential`, { owner: 'org_1' })
    expect(response.json()).toMatchObject({
      code: 'not_connected',
      detail: expect.stringMatching(/OAuth app/),
    })
    expect(response.json()).not.toHaveProperty('connectLink')
  })

  it('get only credentials of the allowed methods, and of the workspace', async () => {
    await connect('org_1', 'Token', 'of 1')
    const { baseUrl } = fakeApiCredential(base).values
    const values = { baseUrl, testPath: '/me', headerName: 'Authorization', key: 'Bearer good' }
    const header = { componentId: 'http', methodId: 'headerKey', name: 'Header', owner: 'org_1', values }
    assertSaved(await alice.credentials.create(header))
    const { flowId, stepId } = await activeFlow({ methods: ['headerKey', 'basic'] })
    const issued = await runner.credentials.issue({ flowId, stepId, owner: 'org_1' })
    expect(issued.methodId).toBe('headerKey')

    const bob = await stepkey.signUp(`Bob${people}`)
    assertSaved(await bob.credentials.create({ ...fakeApiCredential(base), owner: 'org_9' }))
    const issuing = runner.credentials.issue({ flowId, stepId, owner: 'org_9' })
    await expect(issuing).rejects.toMatchObject({ cause: { code: 'not_connected' } })
  })

  it('count credentials of all statuses: a frozen or a failing one is refused as such', async () => {
    const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
    const { flowId, stepId } = await activeFlow()
    await alice.credentials.freeze({ credentialId })
    const issue = () => runner.credentials.issue({ flowId, stepId, owner: 'org_1' })
    await expect(issue()).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })
    const [entry] = await entries('credential.issued')
    expect(entry).toMatchObject({ outcome: 'refused', detail: { owner: 'org_1', outcome: 'frozen' } })
    await alice.credentials.unfreeze({ credentialId })
    api.tokens.delete('of 1')
    const reported = await runner.credentials.report({ flowId, stepId, owner: 'org_1' })
    expect(reported).toMatchObject({ outcome: 'rejected', asked: true })
    await expect(issue()).rejects.toMatchObject({ cause: { code: 'paused' } })
  })

  it('answer with a connect link by which the owner connects a failing credential again', async () => {
    const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
    const { flowId, stepId } = await activeFlow()
    api.tokens.delete('of 1')
    await runner.credentials.report({ flowId, stepId, owner: 'org_1' })
    const response = await rest('POST', `/flows/${flowId}/steps/${stepId}/credential`, { owner: 'org_1' })
    expect(response.statusCode).toBe(409)
    const problem = response.json()
    expect(problem).toMatchObject({ code: 'paused', retryAfter: expect.any(Number) })
    const ofFlow = await rest('POST', `/flows/${flowId}/credentials`, { owner: 'org_1' })
    expect(ofFlow.json().steps[stepId]).toMatchObject({ code: 'paused', connectLink: problem.connectLink })

    const secret = problem.connectLink.split('#link=')[1]
    const { token } = await stepkey.visitor({}).connectSessions.open({ secret })
    const customer = stepkey.visitor({ connectToken: token })
    expect(await customer.connectTokens.task()).toMatchObject({ actions: ['reconnect'], credentialId })
    const { version } = await customer.credentials.get({ credentialId })
    const values = { token: 'second of 1' }
    assertSaved(await customer.credentials.update({ credentialId, version, values }))
    const issued = await runner.credentials.issue({ flowId, stepId, owner: 'org_1' })
    expect(tokenOf(issued)).toBe('second of 1')
    expect((await alice.credentials.list({ owner: 'org_1' })).items).toMatchObject([{ id: credentialId }])
  })

  it('get no link to connect a frozen credential again, nor one of a step that is bound to it', async () => {
    const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
    const ofOne = { binding: 'credential' as const, credentialId }
    const { flowId, stepIds } = await activeFlow({}, ofOne)
    api.tokens.delete('of 1')
    await runner.credentials.report({ flowId, stepId: stepIds[0] ?? '', owner: 'org_1' })
    const issue = async () => {
      const { steps } = await runner.flows.issue({ flowId, owner: 'org_1' })
      return stepIds.map((id) => steps[id])
    }
    expect(await issue()).toMatchObject([{ connectLink: expect.any(String) }, { code: 'paused' }])
    expect((await issue())[1]).not.toHaveProperty('connectLink')
    await alice.credentials.freeze({ credentialId })
    for (const step of await issue()) {
      expect(step).toMatchObject({ code: 'credential_frozen' })
      expect(step).not.toHaveProperty('connectLink')
    }
  })

  it('are refused a credential that is missing scopes of the step', async () => {
    const github = { componentId: 'github', methodId: 'token', name: 'Work', owner: 'org_1' }
    assertSaved(await alice.credentials.create({ ...github, values: { token: 'ghp_madeup' } }))
    const { flowId, stepIds } = await activeFlow(
      { componentId: 'github', scopes: ['repo'] },
      { componentId: 'github', scopes: ['admin:org'] },
    )
    const { steps } = await runner.flows.issue({ flowId, owner: 'org_1' })
    expect(steps).toMatchObject({
      [stepIds[0] ?? '']: { methodId: 'token' },
      [stepIds[1] ?? '']: { code: 'reconnect_needed', message: expect.stringContaining('admin:org') },
    })
    const refused = steps[stepIds[1] ?? ''] as { connectLink: string }
    const secret = refused.connectLink.split('#link=')[1] ?? ''
    const { token } = await stepkey.visitor({}).connectSessions.open({ secret })
    const task = await stepkey.visitor({ connectToken: token }).connectTokens.task()
    expect(task).toMatchObject({ actions: ['reconnect'], scopes: ['repo', 'admin:org'] })
  })

  it('never give the credential to another owner while it changes its owner', async () => {
    const { flowId, stepId } = await activeFlow()
    const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
    const issue = async (owner: string) => {
      const input = { flowId, stepId, owner }
      return await runner.credentials.issue(input).then(tokenOf, ({ cause }) => cause.code as string)
    }
    for (let round = 0; round < 5; round++) {
      const [, issued] = await Promise.all([
        connect('org_1', `Second ${round}`, 'second of 1'),
        issue('org_1'),
      ])
      expect(['of 1', 'ambiguous']).toContain(issued)
      const second = (await alice.credentials.list({ owner: 'org_1', search: 'Second' })).items[0]
      await alice.credentials.remove({ credentialId: second?.id ?? '', allowRecentlyIssued: true })
    }
    const { version } = await alice.credentials.get({ credentialId })
    await alice.credentials.update({ credentialId, version, owner: 'org_2' })
    expect(await issue('org_1')).toBe('not_connected')
    expect(await issue('org_2')).toBe('of 1')
  })

  it('never get the values of the next owner, to whom the credential moves during the token request', async () => {
    const held = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    let isHeld = false
    const tokens = await world.http(async ({ url, headers: { authorization = '' } }, response) => {
      const secret = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':')[1]
      const isRefused = isHeld && secret === 'first'
      if (isRefused) {
        arrived.resolve()
        await held.promise
      }
      const body = url === '/token' ? { access_token: `of ${secret}`, token_type: 'bearer' } : {}
      const isKnown = !isRefused && authorization !== ''
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isKnown ? body : { error: 'invalid_client' }))
    })
    const values = { baseUrl: tokens, tokenUrl: `${tokens}/token`, testPath: '/me', clientId: 'client' }
    const created = await alice.credentials.create({
      componentId: 'http',
      methodId: 'clientCredentials',
      name: 'Client',
      owner: 'org_1',
      values: { ...values, clientSecret: 'first' },
      allowUnverified: true,
    })
    assertSaved(created)
    const { flowId, stepId } = await activeFlow()
    isHeld = true
    const issuing = runner.credentials
      .issue({ flowId, stepId, owner: 'org_1' })
      .catch(({ cause }) => cause.code)
    await arrived.promise
    const { id: credentialId, version } = created.credential
    const change = { owner: 'org_2', values: { clientSecret: 'second' }, allowUnverified: true }
    assertSaved(await alice.credentials.update({ credentialId, version, ...change }))
    held.resolve()
    expect(await issuing).toBe('not_found')
  })

  it('are checked before a run of an owner', async () => {
    await connect('org_1', 'Shop', 'of 1')
    await connect('org_2', 'Shop 1', 'of 2')
    await connect('org_2', 'Shop 2', 'of 2')
    const { flowId, stepId } = await activeFlow()
    await expect(runner.flows.preflight({ flowId })).rejects.toMatchObject({
      cause: { fields: [{ path: 'owner', code: 'owner_needed' }] },
    })
    const check = async (owner: string) => {
      const { outcome, steps } = await runner.flows.preflight({ flowId, owner })
      return [outcome, steps.map(({ reason }) => reason)]
    }
    expect(await check('org_1')).toEqual(['ready', [undefined]])
    expect(await check('org_2')).toEqual(['blocked', ['ambiguous']])
    expect(await check('org_3')).toEqual(['blocked', ['not_connected']])
    api.tokens.delete('of 1')
    expect(await check('org_1')).toEqual(['blocked', ['failing']])
    expect(stepId).not.toBe('')
  })

  it('are issued to a run token of one owner without naming it, and to no other owner', async () => {
    await connect('org_1', 'Shop', 'of 1')
    await connect('org_2', 'Shop', 'of 2')
    const { flowId, stepId } = await activeFlow()
    const { token } = await runner.flows.createRunToken({ flowId, owner: 'org_1' })
    const worker = stepkey.visitor({ apiKey: token })
    expect(tokenOf(await worker.credentials.issue({ flowId, stepId }))).toBe('of 1')
    expect(tokenOf(await worker.credentials.issue({ flowId, stepId, owner: 'org_1' }))).toBe('of 1')
    expect(await worker.flows.preflight({ flowId })).toMatchObject({ outcome: 'ready' })
    expect((await worker.flows.issue({ flowId })).steps).toMatchObject({
      [stepId]: { values: { token: 'of 1' } },
    })
    for (const attempt of [
      () => worker.credentials.issue({ flowId, stepId, owner: 'org_2' }),
      () => worker.flows.issue({ flowId, owner: 'org_2' }),
      () => worker.flows.preflight({ flowId, owner: 'org_2' }),
      () => worker.credentials.report({ flowId, stepId, owner: 'org_2' }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const any = stepkey.visitor({ apiKey: (await runner.flows.createRunToken({ flowId })).token })
    expect(tokenOf(await any.credentials.issue({ flowId, stepId, owner: 'org_2' }))).toBe('of 2')
  })

  describe('warn before their credential is deleted', () => {
    /** Issues a credential, and waits until its time is stored. */
    const issue = async (step: Parameters<Caller['credentials']['issue']>[0]) => {
      await runner.credentials.issue(step)
      await stepkey.deps.background.finish()
    }

    it('naming the active flows that got it, until 30 days after the last issue', async () => {
      const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
      const { flowId, stepId } = await activeFlow()
      await activeFlow({ name: 'Never run' })
      await issue({ flowId, stepId, owner: 'org_1' })
      const flows = [{ id: flowId, name: 'Sync', status: 'active', steps: [{ id: stepId, name: 'Read' }] }]
      expect(await alice.credentials.remove({ credentialId })).toEqual({
        outcome: 'recently_issued',
        flows,
        hidden: 0,
      })
      expect(await alice.credentials.usage({ credentialId })).toEqual({
        flows: [],
        hidden: 0,
        recentFlows: flows,
      })
      const { key } = await alice.apiKeys.create({ name: 'Admin', scopes: ['read', 'write'] })
      const response = await rest('DELETE', `/credentials/${credentialId}`, undefined, key)
      expect(response.statusCode).toBe(409)
      expect(response.json()).toMatchObject({ code: 'recently_issued', flows })
      expect(await alice.owners.remove({ owner: 'org_1', dryRun: true })).toMatchObject({
        outcome: 'plan',
        recentFlows: flows,
        flows: [],
      })
      const confirmed = await rest(
        'DELETE',
        `/credentials/${credentialId}?allowRecentlyIssued=true`,
        undefined,
        key,
      )
      expect(confirmed.statusCode).toBe(204)
    })

    it('not of issues that are older, nor of inactive flows, nor after a change of the step', async () => {
      const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
      const { flowId, stepId } = await activeFlow()
      await issue({ flowId, stepId, owner: 'org_1' })
      const { key } = await alice.apiKeys.create({ name: 'Admin', scopes: ['read', 'write'] })
      const admin = stepkey.visitor({ apiKey: key })
      const warns = async () => {
        const { outcome, recentFlows } = await admin.owners.remove({ owner: 'org_1', dryRun: true })
        return outcome === 'plan' && recentFlows.length > 0
      }
      expect(await warns()).toBe(true)
      await alice.flows.deactivate({ flowId })
      expect(await warns()).toBe(false)
      await alice.flows.activate({ flowId })
      const { version } = await alice.flows.get({ flowId })
      const fixed = { stepId, name: 'Read', componentId: 'http', credentialId }
      assertSaved(await alice.flows.save({ flowId, version, name: 'Sync', steps: [fixed] }))
      expect(await warns()).toBe(false)
      assertSaved(
        await alice.flows.save({
          flowId,
          version: version + 1,
          name: 'Sync',
          steps: [{ ...ofOwner, stepId }],
        }),
      )
      expect(await warns()).toBe(true)
      stepkey.pass(31 * DAY)
      expect(await warns()).toBe(false)
      expect(await admin.credentials.remove({ credentialId })).toMatchObject({ outcome: 'deleted' })
    })

    it('after the flows that hold it, which can’t be confirmed away', async () => {
      const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
      const { flowId, stepId } = await activeFlow()
      await activeFlow({ binding: 'credential', credentialId })
      await issue({ flowId, stepId, owner: 'org_1' })
      for (const allowRecentlyIssued of [false, true]) {
        const removed = await alice.credentials.remove({ credentialId, allowRecentlyIssued })
        expect(removed.outcome).toBe('in_use')
      }
    })

    it('with one write for all issues of an hour, which a job deletes after 30 days', async () => {
      const { id: credentialId } = await connect('org_1', 'Shop', 'of 1')
      const { flowId, stepId } = await activeFlow()
      const issues = () =>
        stepkey.deps.db.selectFrom('owner_issue').selectAll().where('flow_id', '=', flowId).execute()
      await issue({ flowId, stepId, owner: 'org_1' })
      const [first] = await issues()
      expect(first).toMatchObject({ credential_id: credentialId })
      await stepkey.deps.db
        .updateTable('owner_issue')
        .set({ last_issued_at: '2000' })
        .where('flow_id', '=', flowId)
        .execute()
      await issue({ flowId, stepId, owner: 'org_1' })
      expect((await issues())[0]?.last_issued_at).toBe('2000')
      stepkey.pass(DAY)
      await issue({ flowId, stepId, owner: 'org_1' })
      await deleteOldOwnerIssues(stepkey.deps)
      expect(await issues()).toHaveLength(1)
      stepkey.pass(31 * DAY)
      await deleteOldOwnerIssues(stepkey.deps)
      expect(await issues()).toEqual([])
    })
  })
})
