import { type Permission, permissionsOfRole, permissionsOfScope, Role, Scope } from '@stepkey/shared/access'
import type { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi } from '../../../testing/fake-api.ts'
import { createOrganizationObjects } from '../../../testing/organization-objects.ts'
import {
  absent,
  type Belongings,
  type ProcedureCall,
  procedureCalls,
} from '../../../testing/procedure-calls.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import type { Team } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { appRouter } from '../../router.ts'
import type { Caller } from '../rpc/caller.ts'

/** What a token for component `http` may ask for with the inputs that stand here. Its own step: see connect/. */
const WITHIN_REACH = ['components.get', 'connectTokens.task']

it('has a row for every procedure of the router', () => {
  expect(Object.keys(procedureCalls).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

describe.each(engines)('access on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let secret: string
  /** Of the link by which somebody is asked for a credential. */
  let requestSecret: string
  let acme: Team
  let its: Belongings
  /** One key of Acme for each scope. */
  const keys = new Map<Scope, string>()
  /** For one step of Acme's. */
  let connectToken: string
  /** Bob has an organization of his own, and a key of it. */
  let bobs: { organizationId: string; key: string }
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    const objects = await createOrganizationObjects(stepkey, base)
    acme = objects.team
    its = objects.ids
    secret = objects.secret
    requestSecret = objects.requestSecret
    for (const [scope, key] of objects.keys) keys.set(scope, key)
    const host = stepkey.visitor({ apiKey: keys.get('connect') })
    connectToken = (
      await host.connectTokens.create({
        embedId: its.embedId,
        componentId: 'http',
        bindTo: { flowId: its.flowId, stepId: its.stepId },
        actions: ['choose', 'create'],
      })
    ).token

    const bob = await stepkey.signUp('Bob')
    const { id: organizationId } = await bob.organizations.create({ name: 'Bobs' })
    await bob.in(organizationId).flows.save({ name: 'His', steps: [] })
    const { key } = await bob.in(organizationId).apiKeys.create({ name: 'His', scopes: [...Scope.options] })
    bobs = { organizationId, key }
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** What came of a call: the answer, or why there is none. */
  async function answerOf({ call }: ProcedureCall, rpc: Caller, reach: Belongings, { password } = bob) {
    try {
      return { value: await call(rpc, reach, { base, password, secret, requestSecret }) }
    } catch (error) {
      const { code, message } = error as TRPCError
      return { code, message }
    }
  }
  const bob = { email: 'bob@example.com', password: "Bob's long password" }

  /** A new session each time, for some calls end it. */
  async function signedIn({ email, password }: Pick<Person, 'email' | 'password'>, workspaceId?: string) {
    const rpc = stepkey.visitor({ workspaceId })
    await rpc.accounts.signIn({ email, password })
    return rpc
  }

  describe.each(Object.entries(procedureCalls))('%s', (path, row) => {
    const { needs, names, inPerson } = row

    it('is out of reach for a connect token, but for what that was made for', async () => {
      const unknown = stepkey.visitor({ connectToken: 'stepkey_connect_unknown' })
      expect(await answerOf(row, unknown, its)).toMatchObject({ code: 'UNAUTHORIZED' })
      const answer = await answerOf(row, stepkey.visitor({ connectToken }), absent)
      expect('value' in answer ? 'allowed' : answer.code).toBe(
        WITHIN_REACH.includes(path) ? 'allowed' : 'FORBIDDEN',
      )
    })

    if (needs === 'public') {
      it('is open to everybody', async () => {
        expect(await answerOf(row, stepkey.visitor(), its)).toHaveProperty('value')
      })
      return
    }

    it('needs a session', async () => {
      expect(await answerOf(row, stepkey.visitor(), its)).toMatchObject({ code: 'UNAUTHORIZED' })
      const unknownKey = stepkey.visitor({ apiKey: 'stepkey_unknown' })
      expect(await answerOf(row, unknownKey, its)).toMatchObject({ code: 'UNAUTHORIZED' })
    })

    it(`is for whoever has: ${needs}`, async () => {
      const expected: Record<string, string> = {}
      const actual: Record<string, string> = {}
      for (const role of Role.options) {
        const person = acme.people[role]
        // Some end sessions. Those of the team are needed again.
        const rpc = needs === 'account' ? await signedIn(bob) : person.in(acme.organizationId)
        expected[role] = may(needs, permissionsOfRole[role])
        actual[role] = gate(row, await answerOf(row, rpc, absent))
      }
      for (const [scope, apiKey] of keys) {
        expected[`key to ${scope}`] = inPerson ? 'forbidden' : may(needs, permissionsOfScope[scope], 'key')
        actual[`key to ${scope}`] = gate(row, await answerOf(row, stepkey.visitor({ apiKey }), absent))
      }
      if (path === 'organizations.leave') await letEverybodyBackIn()
      expect(actual).toEqual(expected)
    })

    if (needs !== 'account') {
      it('finds another’s workspace just as if it did not exist', async () => {
        const person = await signedIn(bob, acme.organizationId)
        const nowhere = await signedIn(bob, 'absent')
        const key = stepkey.visitor({ apiKey: bobs.key, workspaceId: acme.organizationId })
        const answers = [
          await answerOf(row, person, its),
          await answerOf(row, nowhere, its),
          await answerOf(row, key, its),
        ]
        expect(answers[0]).toMatchObject({ code: 'NOT_FOUND' })
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      })
    }

    // No person has these, so it is Bob's engine that reaches for them.
    const intruder = async () =>
      needs === 'issue' || needs === 'connect'
        ? stepkey.visitor({ apiKey: bobs.key })
        : await signedIn(bob, needs === 'account' ? undefined : bobs.organizationId)

    if (!names) {
      it('shows nothing of another account', async () => {
        const answer = JSON.stringify(await answerOf(row, await intruder(), its))
        const foreign = [
          ...Object.values(its),
          acme.organizationId,
          'Hers',
          'Her shop',
          'Her alarm',
          'Engine',
          'Acme',
        ]
        for (const text of foreign) expect(answer).not.toContain(text)
        expect(answer).not.toMatch(/Count":[1-9]/)
      })
      return
    }
    it('finds nothing of another account, just as if it did not exist, and asks nobody', async () => {
      api.requestedPaths.length = 0
      const rpc = await intruder()
      const [foreign, missing] = [await answerOf(row, rpc, its), await answerOf(row, rpc, absent)]
      expect(foreign).toMatchObject({ code: 'NOT_FOUND' })
      expect(foreign).toEqual(missing)
      expect(api.requestedPaths).toEqual([])
    })
  })

  it('left everything of Acme’s as it was', async () => {
    const alice = acme.people.owner.in(acme.organizationId)
    expect(await alice.credentials.get({ credentialId: its.credentialId })).toMatchObject({
      name: 'Her shop',
      version: 1,
      useCount: 1,
    })
    expect(await alice.flows.get({ flowId: its.flowId })).toMatchObject({
      name: 'Hers',
      version: 1,
      status: 'active',
    })
    const members = await alice.members.list()
    expect(members.map(({ role }) => role).sort()).toEqual([...Role.options].sort())
    expect((await alice.invitations.list()).map(({ id }) => id)).toContain(its.invitationId)
    expect((await alice.sessions.list()).map(({ id }) => id)).toContain(its.sessionId)
    const webhooks = await alice.webhooks.list()
    expect(webhooks.find(({ id }) => id === its.webhookId)).toMatchObject({ name: 'Her alarm' })
    const { items: apps } = await alice.oauthApps.list({ componentId: 'slack' })
    expect(apps.find(({ id }) => id === its.oauthAppId)).toMatchObject({ name: 'Hers', hasSecret: true })
    const parameters = { state: 'a guess', code: 'x' }
    const answer = await alice.consents.finish({ consentId: its.consentId, parameters })
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'failed' })
  })

  async function letEverybodyBackIn() {
    for (const role of Role.options) {
      const { accountId } = acme.people[role]
      await stepkey.deps.db
        .insertInto('membership')
        .values({ workspace_id: acme.organizationId, account_id: accountId, role, joined_at: '' })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  }
})

function may(
  needs: ProcedureCall['needs'],
  permissions: readonly Permission[],
  who: 'person' | 'key' = 'person',
) {
  const allowed = needs === 'account' ? who === 'person' : permissions.some((one) => one === needs)
  return allowed ? 'allowed' : 'forbidden'
}

/** Whether a call got past the check, to an answer or to what is not there. */
function gate(
  { names }: ProcedureCall,
  answer: { value: unknown } | { code: string; message: string },
): string {
  if ('value' in answer) return 'allowed'
  if (answer.code === 'FORBIDDEN') return 'forbidden'
  // The owner may call `leave`; it is another rule that keeps him.
  if (answer.code === 'CONFLICT') return 'allowed'
  const isInside = names && answer.code === 'NOT_FOUND' && !answer.message.includes('workspace')
  return isInside ? 'allowed' : `${answer.code}: ${answer.message}`
}
