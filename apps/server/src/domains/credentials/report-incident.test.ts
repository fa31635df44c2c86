import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createAuthorizationServer } from '../../../testing/servers/authorization-server.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const HOUR = 3600_000

describe.each(engines)('the report of an incident on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it('freezes the credential, lists its issues since then, and is recorded with its digest', async () => {
    const alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const created = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const { id: credentialId } = created.credential
    const flow = await alice.flows.save({
      name: 'Orders',
      steps: [{ name: 'Read', componentId: 'http', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const issue = () => stepkey.visitor({ apiKey: key }).credentials.issue(step)
    await issue()
    stepkey.pass(2 * HOUR)
    await issue()
    const since = new Date(stepkey.deps.clock().getTime() - HOUR).toISOString()

    const { report, sha256 } = await alice.credentials.reportIncident({ credentialId, since })
    expect(report).toMatchObject({ since, hasMore: false, credential: { name: 'Shop', generation: 1 } })
    expect(report).not.toHaveProperty('revocation')
    expect(report.issues).toMatchObject([
      { ...step, flowName: 'Orders', generation: 1, actorName: 'Engine', at: report.reportedAt },
    ])
    await expect(issue()).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })

    expect(hash('sha256', JSON.stringify(report), 'hex')).toBe(sha256)
    const { items } = await alice.audit.list({ subjectId: credentialId, action: 'credential.incident' })
    expect(items[0]?.detail).toMatchObject({ sha256, issues: 1, since })
    expect(JSON.stringify(report)).not.toContain('good')
  })

  it('keeps no leaked values when new ones take their place', async () => {
    const alice = await stepkey.signUp('Cleo')
    const created = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const { id: credentialId } = created.credential
    const since = new Date(stepkey.deps.clock().getTime() - HOUR).toISOString()
    expect(await alice.credentials.values({ credentialId })).toMatchObject({ keptDays: 7 })
    await alice.credentials.reportIncident({ credentialId, since })
    expect(await alice.credentials.values({ credentialId })).toMatchObject({ keptDays: 0 })

    const { version } = await alice.credentials.get({ credentialId })
    await alice.credentials.addValue({ credentialId, version, values: { token: 'good' } })
    await alice.credentials.promote({ credentialId, generation: 2 })
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ generation, state }) => [generation, state])).toEqual([
      [2, 'current'],
      [1, 'retired'],
    ])
    await expect(alice.credentials.restore({ credentialId })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    })
  })

  it('revokes the grant of a connected credential, also while a flow uses it', async () => {
    const alice = await stepkey.signUp('Bea')
    const provider = await createAuthorizationServer(world)
    const { id: credentialId, componentId } = await connected(alice, provider)
    const flow = await alice.flows.save({
      name: 'Orders',
      steps: [{ name: 'Read', componentId, credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const since = new Date(stepkey.deps.clock().getTime() - HOUR).toISOString()
    const { report } = await alice.credentials.reportIncident({ credentialId, since })
    expect(report.revocation).toBe('revoked')
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'frozen' })
  })
})
