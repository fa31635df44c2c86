import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { refreshDueTokens } from './scheduled-refresh.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe.each(engines)('tokens in hand on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let engineOfAlice: Caller
  let provider: AuthorizationServer
  let names = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    engineOfAlice = stepkey.visitor({ apiKey: key })
  })
  beforeEach(async () => {
    provider = await createAuthorizationServer(world)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function usedBy(credentialId: string) {
    const steps = [{ name: 'Step', componentId: 'oauth2', credentialId }]
    const flow = await alice.flows.save({ name: `F ${++names}`, steps })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    await alice.flows.activate({ flowId: flow.id })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    return { flowId: flow.id, issue: () => engineOfAlice.credentials.issue(step) }
  }

  const version = async (credentialId: string) =>
    (
      await stepkey.deps.db
        .selectFrom('credential_token')
        .select('version')
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
    )?.version

  it('are renewed ahead of their end: those that active flows use at once, the others once a day', async () => {
    const [used, unused] = [(await connected(alice, provider)).id, (await connected(alice, provider)).id]
    const { flowId } = await usedBy(used)
    await refreshDueTokens(stepkey.deps)
    expect([await version(used), await version(unused)]).toEqual([1, 1])
    stepkey.pass(56 * MINUTE)
    await refreshDueTokens(stepkey.deps)
    expect([await version(used), await version(unused)]).toEqual([2, 1])
    await refreshDueTokens(stepkey.deps)
    expect(await version(used)).toBe(2)
    stepkey.pass(24 * HOUR)
    await refreshDueTokens(stepkey.deps)
    expect([await version(used), await version(unused)]).toEqual([3, 2])
    expect(provider).toMatchObject({ spent: 3, familiesRevoked: 0 })
    await alice.flows.deactivate({ flowId })
  })

  it('are tried again later when the vendor fails, and the status stays', async () => {
    const credentialId = (await connected(alice, provider)).id
    await usedBy(credentialId)
    provider.trouble = () => ({ instead: 503 })
    stepkey.pass(56 * MINUTE)
    await refreshDueTokens(stepkey.deps)
    const requests = provider.requests.token
    await refreshDueTokens(stepkey.deps)
    expect(provider.requests.token).toBe(requests)
    stepkey.pass(MINUTE)
    await refreshDueTokens(stepkey.deps)
    expect(provider.requests.token).toBe(requests + 1)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'verified' })
    provider.trouble = () => undefined
    stepkey.pass(2 * MINUTE)
    await refreshDueTokens(stepkey.deps)
    expect(await version(credentialId)).toBe(2)
  })

  it('that nobody can renew count down to their end, and then everybody sees it', async () => {
    const credentialId = (await connected(alice, provider)).id
    const { db } = stepkey.deps
    // As of a vendor that gives no refresh tokens.
    await db
      .updateTable('credential_token')
      .set({ renew_at: null })
      .where('credential_id', '=', credentialId)
      .execute()
    const { grant } = await alice.credentials.get({ credentialId })
    const endsAt = new Date(stepkey.deps.clock().getTime() + HOUR).toISOString()
    expect(grant).toMatchObject({ endsAt })
    await db
      .updateTable('credential_token')
      .set({ lost_reason: null })
      .where('credential_id', '=', credentialId)
      .execute()
    await provider.revokeGrants()
    stepkey.pass(61 * MINUTE)
    await refreshDueTokens(stepkey.deps)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'reconnect' })
    const [card] = await alice.components.list({ search: 'oauth 2' })
    expect(card?.failingCount).toBe(1)
    await alice.credentials.remove({ credentialId })
    expect((await alice.components.list({ search: 'oauth 2' }))[0]?.failingCount).toBe(0)
  })

  it('of client credentials are kept until shortly before they end, and dropped with the values they are for', async () => {
    const { scope: _, ...values } = provider.values
    const created = await alice.credentials.create({
      componentId: 'oauth2',
      methodId: 'clientCredentials',
      name: 'As itself',
      values: { ...values, testPath: '/api' },
    })
    if (created.outcome !== 'saved') throw new Error(created.verification.message)
    const { id: credentialId } = created.credential
    const { issue } = await usedBy(credentialId)
    const requests = provider.requests.token
    const [first, second] = [await issue(), await issue()]
    expect(first.accessToken).toBe(second.accessToken)
    expect(first.values).not.toHaveProperty('client.secret')
    expect(provider.requests.token).toBe(requests + 1)
    stepkey.pass(56 * MINUTE)
    expect((await issue()).accessToken).not.toBe(first.accessToken)
    expect(await version(credentialId)).toBe(2)
    // Nobody renews ahead of time what can be had at any moment.
    stepkey.pass(25 * HOUR)
    await refreshDueTokens(stepkey.deps)
    expect(await version(credentialId)).toBe(2)

    // Whoever verifies it, or reports that it was refused, gets another one issued.
    const before = await issue()
    await alice.credentials.verify({ credentialId })
    expect((await issue()).accessToken).not.toBe(before.accessToken)

    const update = { credentialId, version: 1, values: { client: { secret: values.client.secret } } }
    expect(await alice.credentials.update(update)).toMatchObject({ outcome: 'saved' })
    expect(await version(credentialId)).toBeUndefined()
    await issue()
    expect(await version(credentialId)).toBe(1)
  })
})
