import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('replacing a credential on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => api.listener(request, response))
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    api.tokens.set('other', 'alice')
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function create(name: string, token = 'good') {
    const created = await alice.credentials.create(fakeApiCredential(base, name, token))
    assertSaved(created)
    return created.credential.id
  }
  /** Saves a flow with one step per credential. */
  async function flow(name: string, credentialIds: readonly string[], { isActive = false } = {}) {
    const steps = credentialIds.map((credentialId, n) => ({
      name: `Step ${n + 1}`,
      componentId: 'http',
      credentialId,
    }))
    const saved = await alice.flows.save({ name, steps })
    assertSaved(saved)
    if (isActive) await alice.flows.activate({ flowId: saved.id })
    return saved.id
  }
  const bound = async (flowId: string) =>
    (await alice.flows.get({ flowId })).steps.map(({ credentialId }) => credentialId)
  const uses = async (credentialId: string) =>
    (await alice.credentials.usage({ credentialId })).flows.map(({ name, status }) => ({ name, status }))

  it('changes all of its steps in active and inactive flows, which keep their status', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const active = await flow('Active', [old, by, old], { isActive: true })
    const inactive = await flow('Inactive', [old])
    const result = await alice.credentials.replace({ credentialId: old, by })
    expect(result.outcome).toBe('replaced')
    expect(result.refused).toEqual([])
    expect(result.switched.map(({ name, steps }) => [name, steps.length])).toEqual([
      ['Active', 2],
      ['Inactive', 1],
    ])
    expect([await bound(active), await bound(inactive)]).toEqual([[by, by, by], [by]])
    expect(await uses(old)).toEqual([])
    expect(await uses(by)).toEqual([
      { name: 'Active', status: 'active' },
      { name: 'Inactive', status: 'inactive' },
    ])
    expect((await alice.flows.get({ flowId: active })).version).toBe(2)
    expect(await alice.credentials.remove({ credentialId: old })).toMatchObject({ outcome: 'deleted' })
    expect(await alice.credentials.remove({ credentialId: by })).toMatchObject({ outcome: 'in_use' })
  })

  it('changes nothing when it only shows the plan', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const active = await flow('Active', [old], { isActive: true })
    expect(await alice.credentials.replace({ credentialId: old, by, dryRun: true })).toMatchObject({
      outcome: 'plan',
      switched: [{ id: active, steps: [{ name: 'Step 1' }] }],
    })
    expect(await bound(active)).toEqual([old])
    expect((await alice.flows.get({ flowId: active })).version).toBe(1)
  })

  it('deletes the replaced credential if asked, unless an active flow keeps it', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const [kept, active] = [await flow('Kept', [old]), await flow('Active', [old], { isActive: true })]
    const replace = (more: object) =>
      alice.credentials.replace({ credentialId: old, by, remove: true, ...more })
    expect((await replace({ dryRun: true })).removal).toBeUndefined()
    expect((await replace({ flowIds: [kept] })).removal).toMatchObject({
      outcome: 'in_use',
      flows: [{ id: active }],
    })
    const { key } = await alice.apiKeys.create({ name: 'Flows', scopes: ['flows', 'read'] })
    await expect(
      stepkey.visitor({ apiKey: key }).credentials.replace({ credentialId: old, by, remove: true }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await bound(active), 'nothing was replaced').toEqual([old])
    expect((await replace({})).removal).toEqual({ outcome: 'deleted' })
    await expect(alice.credentials.get({ credentialId: old })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect([await bound(kept), await bound(active)]).toEqual([[by], [by]])
  })

  it('changes only the chosen flows', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const [first, second] = [
      await flow('First', [old], { isActive: true }),
      await flow('Second', [old], { isActive: true }),
    ]
    await alice.credentials.replace({ credentialId: old, by, flowIds: [second] })
    expect([await bound(first), await bound(second)]).toEqual([[old], [by]])
  })

  it('refuses active flows when the other credential fails, and changes the inactive ones', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const active = await flow('Active', [old], { isActive: true })
    const inactive = await flow('Inactive', [old])
    api.tokens.delete('other')
    await alice.credentials.verify({ credentialId: by })
    const result = await alice.credentials.replace({ credentialId: old, by })
    expect(result.switched.map(({ id }) => id)).toEqual([inactive])
    expect(result.refused).toMatchObject([{ flow: { id: active, name: 'Active' }, reason: 'failing' }])
    expect([await bound(active), await bound(inactive)]).toEqual([[old], [by]])
  })

  it('refuses itself, another component, an absent credential, and flows that don’t use it', async () => {
    const old = await create('Old')
    const by = await create('New', 'other')
    const slack = await alice.credentials.create({
      componentId: 'slack',
      methodId: 'token',
      name: 'Slack',
      values: { token: 'xoxb-123456789012-123456789012-StepkeyMadeUpSlackTok0' },
      allowUnverified: true,
    })
    assertSaved(slack)
    const unused = await flow('Unused', [by])
    const replace = (input: { by: string; flowIds?: string[] }) =>
      alice.credentials.replace({ credentialId: old, ...input })
    await expect(replace({ by: old })).rejects.toThrow('Choose another credential')
    await expect(replace({ by: slack.credential.id })).rejects.toThrow('for another component')
    await expect(replace({ by: 'absent' })).rejects.toThrow('There is no such credential')
    await expect(replace({ by, flowIds: [unused] })).rejects.toThrow('does not use the credential')
  })

  it('records each changed flow in the audit log', async () => {
    const [old, by] = [await create('Old'), await create('New', 'other')]
    const flowId = await flow('Active', [old], { isActive: true })
    await alice.credentials.replace({ credentialId: old, by })
    const { items } = await alice.audit.list({ subjectId: flowId })
    expect(items[0]).toMatchObject({
      action: 'flow.saved',
      detail: { name: 'Active', replaced: old, credentialId: by },
    })
  })
})
