import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { completeConsent, connected } from '../../../testing/connected-credential.ts'
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

describe.each(engines)('stored access tokens on %s', (engine) => {
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

  /** Activates a flow with the credential. Returns the flow's id and a function that issues the credential. */
  async function useInActiveFlow(credentialId: string) {
    const steps = [{ name: 'Step', componentId: 'oauth2', credentialId }]
    const flow = await alice.flows.save({ name: `F ${++names}`, steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    return {
      flowId: flow.id,
      issue: () => engineOfAlice.credentials.issue(step),
      report: () => engineOfAlice.credentials.report(step),
    }
  }

  const version = async (credentialId: string) =>
    (
      await stepkey.deps.db
        .selectFrom('credential_token')
        .select('version')
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
    )?.version

  it('are refreshed when due if an active flow uses the credential, otherwise once a day', async () => {
    const [used, unused] = [(await connected(alice, provider)).id, (await connected(alice, provider)).id]
    const { flowId } = await useInActiveFlow(used)
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

  it('are refreshed although the provider of another workspace with very many due tokens is silent', async () => {
    // The silent provider has the longest overdue tokens, more than one query returns.
    const MANY = 105
    await stepkey.deps.db.deleteFrom('credential_token').execute()
    const silent = await createAuthorizationServer(world)
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    let arrived = 0
    const mallory = await stepkey.signUp('Mallory')
    const overdue: string[] = []
    for (let n = 0; n < MANY; n++) overdue.push((await connected(mallory, silent)).id)
    stepkey.pass(MINUTE)
    const own = (await connected(alice, provider)).id
    silent.trouble = () => {
      arrived++
      return { until: gate }
    }
    stepkey.pass(25 * HOUR)
    const running = refreshDueTokens(stepkey.deps)
    await expect.poll(() => version(own)).toBe(2)
    expect(arrived).toBeGreaterThan(0)
    expect(arrived).toBeLessThanOrEqual(8)
    expect(await version(overdue.at(-1) ?? '')).toBe(1)
    open()
    expect(await running).toBe(MANY + 1)
    for (const id of overdue) expect(await version(id)).toBe(2)
  })

  it('are refreshed again after a backoff when the provider fails; the status stays verified', async () => {
    const credentialId = (await connected(alice, provider)).id
    await useInActiveFlow(credentialId)
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

  it('without a refresh token show their expiry, and after it the status is reconnect and failingCount 1', async () => {
    const credentialId = (await connected(alice, provider)).id
    const { db } = stepkey.deps
    // Simulates a provider that issues no refresh tokens.
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

  it('are verified with the new grant when the credential is connected again during the refresh of a report', async () => {
    const credentialId = (await connected(alice, provider)).id
    const { report } = await useInActiveFlow(credentialId)
    stepkey.pass(56 * MINUTE)
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    let refreshes = 0
    provider.trouble = (body) =>
      body.get('grant_type') === 'refresh_token' && ++refreshes === 1 ? { until: gate } : undefined
    const reporting = report()
    await expect.poll(() => refreshes).toBe(1)
    const { consentId, parameters, path } = await completeConsent(alice, provider, { credentialId })
    await alice.consents.finish({ consentId, parameters, path })
    const { version } = await alice.credentials.get({ credentialId })
    expect(await alice.credentials.update({ credentialId, version, consentId })).toMatchObject({
      outcome: 'saved',
    })
    open()
    expect(await reporting).toMatchObject({ outcome: 'verified', asked: true })
  })

  it('are requested for the new values when the values change during the token request of an issue', async () => {
    const { scope: _, ...values } = provider.values
    const created = await alice.credentials.create({
      componentId: 'oauth2',
      methodId: 'clientCredentials',
      name: 'Rotated',
      values: { ...values, testPath: '/api' },
    })
    assertSaved(created)
    const { id: credentialId } = created.credential
    const { flowId, issue } = await useInActiveFlow(credentialId)
    for (const issued of [
      issue,
      async () => Object.values((await engineOfAlice.flows.issue({ flowId })).steps)[0],
    ]) {
      const { version } = await alice.credentials.get({ credentialId })
      await alice.credentials.verify({ credentialId })
      const { promise: gate, resolve: open } = Promise.withResolvers<void>()
      const requests = provider.requests.token
      provider.trouble = () => (provider.requests.token === requests + 1 ? { until: gate } : undefined)
      const issuing = issued()
      await expect.poll(() => provider.requests.token).toBe(requests + 1)
      const update = { credentialId, version, values: { client: { secret: values.client.secret } } }
      expect(await alice.credentials.update(update)).toMatchObject({ outcome: 'saved' })
      open()
      const [current] = (await alice.credentials.values({ credentialId })).items
      expect(await issuing).toMatchObject({ generation: current?.generation })
      // The token of the old values was not stored: the one that was issued is the stored one.
      expect(await issued()).toMatchObject({ accessToken: (await issue()).accessToken })
    }
  })

  it('of the client credentials grant are reused until shortly before expiry, and deleted when the values change', async () => {
    const { scope: _, ...values } = provider.values
    const created = await alice.credentials.create({
      componentId: 'oauth2',
      methodId: 'clientCredentials',
      name: 'As itself',
      values: { ...values, testPath: '/api' },
    })
    assertSaved(created)
    const { id: credentialId } = created.credential
    const { issue } = await useInActiveFlow(credentialId)
    const requests = provider.requests.token
    const [first, second] = [await issue(), await issue()]
    expect(first.accessToken).toBe(second.accessToken)
    expect(first.values).not.toHaveProperty('client.secret')
    expect(provider.requests.token).toBe(requests + 1)
    stepkey.pass(56 * MINUTE)
    expect((await issue()).accessToken).not.toBe(first.accessToken)
    expect(await version(credentialId)).toBe(2)
    // No scheduled refresh: a new token can be requested at any time without a user.
    stepkey.pass(25 * HOUR)
    await refreshDueTokens(stepkey.deps)
    expect(await version(credentialId)).toBe(2)

    // A verification deletes the stored token, so the next issue requests a new one.
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
