import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { digestChallenge, digestServer } from '../../../testing/servers/digest-server.ts'
import { s3Server } from '../../../testing/servers/s3-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'

/** A flow engine gets the current access token of a method with a token request, never its stored client secret. */
describe.each(engines)('issuing access tokens on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let key: string
  let target: { baseUrl: string; tokenUrl: string }
  /** The next responses of the token server. Each access token ends with the number of tokens issued so far. */
  const server = {
    status: 200,
    lifetime: 3600 as number | undefined,
    minted: 0,
    /** Token requests, whatever their answer. */
    arrived: 0,
    answersAfter: Promise.resolve(),
  }
  const count = () => {
    server.arrived++
  }
  let arrive = count
  /** From now on, the token server answers nothing until this number of requests has arrived. */
  function answerTogether(number: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    Object.assign(server, { answersAfter: promise, arrived: 0 })
    arrive = () => {
      server.arrived++
      if (server.arrived === number) resolve()
    }
  }

  beforeAll(async () => {
    world = await createWorld()
    const base = await world.http((request, response) => {
      const basic = `Basic ${btoa('client:right')}`
      const isToken = request.url === '/token'
      const { authorization = '' } = request.headers
      if (isToken) arrive()
      const isKnown = isToken ? authorization === basic : authorization.startsWith('Bearer access-')
      const status = isToken && isKnown ? server.status : isKnown ? 200 : 401
      response.writeHead(status, { 'content-type': 'application/json' })
      if (status !== 200) return response.end(JSON.stringify({ error: 'invalid_client' }))
      const { lifetime: expires_in } = server
      const token = { access_token: `access-${++server.minted}`, token_type: 'bearer', expires_in }
      const body = JSON.stringify(isToken ? token : { id: 7 })
      if (isToken) void server.answersAfter.then(() => response.end(body))
      else response.end(body)
    })
    target = { baseUrl: `${base}/api`, tokenUrl: `${base}/token` }
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
    alice = await stepkey.signUp('Alice')
    key = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
    await alice.webhooks.create({ url: `${target.baseUrl}/hook`, name: 'Hook' })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(() => {
    Object.assign(server, { status: 200, lifetime: 3600, arrived: 0, answersAfter: Promise.resolve() })
    arrive = count
  })

  let names = 0
  async function clientCredential() {
    const saved = await alice.credentials.create({
      componentId: 'http',
      methodId: 'clientCredentials',
      name: `Client ${++names}`,
      values: { ...target, testPath: '/me', clientId: 'client', clientSecret: 'right' },
    })
    assertSaved(saved)
    return saved.credential.id
  }
  async function activeFlow(credentialIds: readonly string[]) {
    const steps = credentialIds.map((credentialId) => ({ name: 'Step', componentId: 'http', credentialId }))
    const flow = await alice.flows.save({ name: `Flow ${++names}`, steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepIds: flow.steps.map(({ id }) => id) }
  }
  async function activeStep() {
    const { flowId, stepIds } = await activeFlow([await clientCredential()])
    return { flowId, stepId: stepIds[0] ?? '' }
  }
  /** Returns the types of the stored events about a credential, the oldest first. */
  const eventsOf = async (id: string) => {
    const rows = await stepkey.deps.db
      .selectFrom('webhook_event')
      .select(['type', 'payload'])
      .orderBy('created_at')
      .execute()
    return rows.filter(({ payload }) => payload.includes(id)).map(({ type }) => type)
  }
  const engineOf = () => stepkey.visitor({ apiKey: key })

  it('returns headers with the access token, without the client secret, and when they expire', async () => {
    const step = await activeStep()
    const first = await engineOf().credentials.issue(step)
    expect(first.values).toEqual({ ...target, testPath: '/me', clientId: 'client' })
    expect(first).toMatchObject({
      accessToken: `access-${server.minted}`,
      headers: { authorization: `Bearer access-${server.minted}` },
      baseUrl: target.baseUrl,
    })
    expect(await engineOf().credentials.issue(step)).toEqual(first)
    server.lifetime = 60
    stepkey.pass(56 * 60_000)
    const second = await engineOf().credentials.issue(step)
    expect(second.headers?.authorization).not.toBe(first.headers?.authorization)
    const now = stepkey.deps.clock().getTime()
    expect(second.expiresAt).toBe(new Date(now + 60_000).toISOString())
    // The last known lifetime applies to a token without one.
    server.lifetime = undefined
    stepkey.pass(60_000)
    const { expiresAt } = await engineOf().credentials.issue(step)
    expect(expiresAt).toBe(new Date(now + 120_000).toISOString())
  })

  it('fails with CONFLICT and the reason when the provider issues no token, and audits the refusal', async () => {
    const step = await activeStep()
    for (const [status, words] of [
      [503, 'reported a server error'],
      [401, 'rejected the credential'],
    ] as const) {
      server.status = status
      await expect(engineOf().credentials.issue(step)).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining(words),
      })
    }
    const { items } = await alice.audit.list({ action: 'credential.issued', outcome: 'refused' })
    expect(items.map(({ detail }) => detail.outcome)).toEqual(['rejected', 'unexpected'])
  })

  it('stores a refused token request once: status, receipt, event and audit entry', async () => {
    const step = await activeStep()
    const { flowId } = step
    const [{ credentialId } = { credentialId: '' }] = (await alice.flows.get({ flowId })).steps
    const id = credentialId ?? ''
    Object.assign(server, { status: 401, arrived: 0 })
    const issues = await Promise.allSettled([1, 2, 3, 4, 5].map(() => engineOf().credentials.issue(step)))
    for (const issue of issues) {
      expect(issue).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('the credential of this step is failing.') },
      })
    }
    expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
      status: 'failing',
      receipt: { outcome: 'rejected', reason: 'unauthorized' },
    })
    expect(await eventsOf(id)).toEqual(['credential.created', 'credential.failing'])
    const { items } = await alice.audit.list({ action: 'credential.verified' })
    const entries = items.filter(({ subjectId }) => subjectId === id)
    expect(entries.map(({ detail }) => detail.outcome)).toEqual(['rejected'])
    // From now on, the provider is not asked again.
    expect(server.arrived).toBe(1)
    await expect(engineOf().credentials.issue(step)).rejects.toThrow('failing')
    expect(server.arrived).toBe(1)
  })

  it('verifies a reported credential once for concurrent reports, and stops issuing while it is failing', async () => {
    const step = await activeStep()
    const { flowId } = step
    const [{ credentialId } = { credentialId: '' }] = (await alice.flows.get({ flowId })).steps
    const { receipt } = await alice.credentials.get({ credentialId: credentialId ?? '' })
    stepkey.pass(1000)
    await engineOf().credentials.issue(step)
    stepkey.pass(1)
    // The values were issued after the verification, so the target is asked, however recent that is.
    const first = await engineOf().credentials.report(step)
    expect(first).toMatchObject({ outcome: 'verified', asked: true })
    expect(first.checkedAt).not.toBe(receipt?.checkedAt)
    // They were not issued again, so the verification answers further reports.
    stepkey.pass(1000)
    expect(await engineOf().credentials.report(step)).toMatchObject({
      asked: false,
      checkedAt: first.checkedAt,
    })
    await engineOf().credentials.issue(step)
    stepkey.pass(1)
    server.status = 401
    const { arrived } = server
    const reports = await Promise.all([1, 2, 3, 4].map(() => engineOf().credentials.report(step)))
    for (const report of reports) expect(report).toMatchObject({ outcome: 'rejected' })
    expect(server.arrived).toBe(arrived + 1)
    expect(await alice.credentials.get({ credentialId: credentialId ?? '' })).toMatchObject({
      status: 'failing',
    })
    await expect(engineOf().credentials.issue(step)).rejects.toThrow('failing')
    expect(await engineOf().credentials.report(step)).toMatchObject({ outcome: 'rejected', asked: false })
    server.status = 200
    stepkey.pass(5 * 60_000)
    expect(await engineOf().credentials.report(step)).toMatchObject({ outcome: 'verified' })
    expect(await engineOf().credentials.issue(step)).toHaveProperty('accessToken')
  })

  const entriesOf = async (flowId: string) =>
    (await alice.audit.list({ action: 'credential.issued' })).items
      .filter(({ detail }) => detail.flowId === flowId)
      .map(({ outcome, detail }) => ({ outcome, stepId: detail.stepId }))

  it('issues all steps of a flow in one call, each as alone, and records each', async () => {
    const [one, other] = [await clientCredential(), await clientCredential()]
    const { flowId, stepIds } = await activeFlow([one, other, one])
    const { steps } = await engineOf().flows.issue({ flowId })
    expect(Object.keys(steps).toSorted()).toEqual(stepIds.toSorted())
    const done = stepIds.map((stepId) => ({ outcome: 'done', stepId }))
    expect(await entriesOf(flowId)).toHaveLength(3)
    expect(await entriesOf(flowId)).toEqual(expect.arrayContaining(done))
    for (const stepId of stepIds)
      expect(steps[stepId]).toEqual(await engineOf().credentials.issue({ flowId, stepId }))
    expect(steps[stepIds[0] ?? '']).not.toEqual(steps[stepIds[1] ?? ''])
  })

  it('requests the tokens of a flow in parallel, one for each credential', async () => {
    const [one, other] = [await clientCredential(), await clientCredential()]
    const { flowId, stepIds } = await activeFlow([one, other, one])
    // The tokens from the verifications have expired.
    stepkey.pass(60 * 60_000)
    answerTogether(2)
    const { steps } = await engineOf().flows.issue({ flowId })
    for (const stepId of stepIds) expect(steps[stepId]).toHaveProperty('accessToken')
    expect(server.arrived).toBe(2)
  })

  it('refuses single steps of a flow with the code and the message that they have alone, and issues the others', async () => {
    const [good, bad] = [await clientCredential(), await clientCredential()]
    const { flowId, stepIds } = await activeFlow([bad, good])
    const [badStep = '', goodStep = ''] = stepIds
    await stepkey.deps.db.updateTable('credential').set({ status: 'failing' }).where('id', '=', bad).execute()
    const { steps } = await engineOf().flows.issue({ flowId })
    expect(steps[goodStep]).toHaveProperty('accessToken')
    const refusal = { code: 'credential_failing', message: expect.stringContaining('is failing') }
    expect(steps[badStep]).toEqual(refusal)
    const alone = await stepkey.app.inject({
      method: 'POST',
      url: `/api/v1/flows/${flowId}/steps/${badStep}/credential`,
      headers: { host: 'localhost:4000', authorization: `Bearer ${key}` },
    })
    expect(steps[badStep]).toEqual({ code: alone.json().code, message: alone.json().detail })
    expect(await entriesOf(flowId)).toEqual(
      expect.arrayContaining([
        { outcome: 'done', stepId: goodStep },
        { outcome: 'refused', stepId: badStep },
      ]),
    )
  })

  it('issues no step of an inactive flow, and none if an audit entry can’t be written', async () => {
    const { flowId } = await activeFlow([await clientCredential(), await clientCredential()])
    const record = vi.spyOn(stepkey.deps.auditWriter, 'record')
    record.mockRejectedValueOnce(new Error('The disk is full.'))
    await expect(engineOf().flows.issue({ flowId })).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    await alice.flows.deactivate({ flowId })
    await expect(engineOf().flows.issue({ flowId })).rejects.toThrow('This flow is inactive')
    record.mockRestore()
  })
})

/** Methods whose requests are signed one by one: the engine gets what it needs to sign them itself. */
describe('issuing signers', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let key: string
  const access = { user: 'ada', password: 'päss"word', challenge: digestChallenge(', qop="auth"') }
  const aws = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'wJalr/Xutn+FEMI', region: 'eu-central-1' }
  const sessionToken = 'FwoG/x=='

  beforeAll(async () => {
    world = await createWorld()
    const s3 = (token?: string) =>
      s3Server({
        region: aws.region,
        keys: {
          [aws.accessKeyId]: { secret: aws.secretAccessKey, mayListBuckets: true, ...(token && { token }) },
        },
        buckets: {},
        now: () => stepkey.deps.clock(),
      })
    await world.https('s3.eu-central-1.amazonaws.com', s3(sessionToken))
    await world.https('s3.example', s3())
    await world.https(
      'digest.example',
      digestServer(access, (_, response) => response.writeHead(200).end('{}')),
    )
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    key = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const { user, password } = access
  it.each([
    {
      componentId: 'http',
      methodId: 'digest',
      values: { baseUrl: 'https://digest.example', testPath: '/me', user, password },
      signer: { scheme: 'digest', user, password },
    },
    {
      componentId: 's3',
      methodId: 'accessKey',
      values: { ...aws, sessionToken },
      signer: { scheme: 'aws-sigv4', ...aws, service: 's3', sessionToken },
    },
    {
      componentId: 's3',
      methodId: 'compatible',
      values: { ...aws, endpoint: 'https://s3.example' },
      signer: { scheme: 'aws-sigv4', ...aws, service: 's3' },
    },
  ])(
    'returns how to sign the requests of $componentId/$methodId, over REST too, and records none of it',
    async ({ signer, ...credential }) => {
      const saved = await alice.credentials.create({ ...credential, name: credential.methodId })
      assertSaved(saved)
      const { componentId } = credential
      const flow = await alice.flows.save({
        name: credential.methodId,
        steps: [{ name: 'One', componentId, credentialId: saved.credential.id }],
      })
      assertSaved(flow)
      await alice.flows.activate({ flowId: flow.id })
      const [stepId = ''] = flow.steps.map(({ id }) => id)
      const issued = await stepkey.visitor({ apiKey: key }).credentials.issue({ flowId: flow.id, stepId })
      expect(issued.signer).toEqual(signer)
      expect(issued.headers).toEqual({})
      const overRest = await stepkey.app.inject({
        method: 'POST',
        url: `/api/v1/flows/${flow.id}/steps/${stepId}/credential`,
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}` },
      })
      expect(overRest.json().signer).toEqual(signer)
      const { items } = await alice.audit.list({ action: 'credential.issued' })
      expect(items.filter(({ subjectId }) => subjectId === saved.credential.id)).toHaveLength(2)
      for (const secret of [password, aws.secretAccessKey, sessionToken])
        expect(JSON.stringify(items)).not.toContain(secret)
    },
  )
})
