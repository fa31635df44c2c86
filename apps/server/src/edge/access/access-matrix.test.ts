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
import type { Caller } from '../rpc/caller.ts'
import { appRouter } from '../rpc/router.ts'

/** The procedures that a connect token for `http` may call with the inputs of this test. See also `connect.test.ts`. */
const ALLOWED_BY_TOKEN = ['components.get', 'connectTokens.task', 'credentials.list']

it('has a row for every procedure of the router', () => {
  expect(Object.keys(procedureCalls).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

describe.each(engines)('access on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let secret: string
  /** The secret of a credential request. */
  let requestSecret: string
  /** The secret of a connect link. */
  let linkSecret: string
  let acme: Team
  /** The ids of Acme's objects. */
  let acmeIds: Belongings
  /** One API key of Acme for each scope. */
  const keys = new Map<Scope, string>()
  /** A connect token for one step of Acme. */
  let connectToken: string
  /** Another organization, which Bob owns, with an API key. */
  let bobs: { organizationId: string; key: string }
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    const objects = await createOrganizationObjects(stepkey, base)
    acme = objects.team
    acmeIds = objects.ids
    secret = objects.secret
    requestSecret = objects.requestSecret
    linkSecret = objects.linkSecret
    for (const [scope, key] of objects.keys) keys.set(scope, key)
    const host = stepkey.visitor({ apiKey: keys.get('connect') })
    connectToken = (
      await host.connectTokens.create({
        embedId: acmeIds.embedId,
        componentId: 'http',
        bindTo: { flowId: acmeIds.flowId, stepId: acmeIds.stepId },
        actions: ['choose', 'create'],
      })
    ).token

    const bob = await stepkey.signUp('Bob')
    const { id: organizationId } = await bob.organizations.create({ name: 'Bobs' })
    await bob.in(organizationId).flows.save({ name: 'Bob’s', steps: [] })
    const { key } = await bob.in(organizationId).apiKeys.create({ name: 'Bob’s', scopes: [...Scope.options] })
    bobs = { organizationId, key }
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Calls a procedure. Returns acmeIds value, or the code and message of acmeIds error. */
  async function answerOf({ call }: ProcedureCall, rpc: Caller, ids: Belongings, { password } = bob) {
    try {
      return { value: await call(rpc, ids, { base, password, secret, requestSecret, linkSecret }) }
    } catch (error) {
      const { code, message } = error as TRPCError
      return { code, message }
    }
  }
  const bob = { email: 'bob@example.com', password: "Bob's long password" }

  /** Signs in with a new session, because some calls end theirs. */
  async function signedIn({ email, password }: Pick<Person, 'email' | 'password'>, workspaceId?: string) {
    const rpc = stepkey.visitor({ workspaceId })
    await rpc.accounts.signIn({ email, password })
    return rpc
  }

  describe.each(Object.entries(procedureCalls))('%s', (path, row) => {
    const { needs, alsoNeeds, names, inPerson } = row

    it('refuses unknown connect tokens, and connect tokens whose limits don’t cover it', async () => {
      const unknown = stepkey.visitor({ connectToken: 'stepkey_connect_unknown' })
      expect(await answerOf(row, unknown, acmeIds)).toMatchObject({ code: 'UNAUTHORIZED' })
      const answer = await answerOf(row, stepkey.visitor({ connectToken }), absent)
      expect('value' in answer ? 'allowed' : answer.code).toBe(
        ALLOWED_BY_TOKEN.includes(path) ? 'allowed' : 'FORBIDDEN',
      )
    })

    if (needs === 'public') {
      it('needs no session', async () => {
        expect(await answerOf(row, stepkey.visitor(), acmeIds)).toHaveProperty('value')
      })
      return
    }

    it('needs a session or a valid API key', async () => {
      expect(await answerOf(row, stepkey.visitor(), acmeIds)).toMatchObject({ code: 'UNAUTHORIZED' })
      const unknownKey = stepkey.visitor({ apiKey: 'stepkey_unknown' })
      expect(await answerOf(row, unknownKey, acmeIds)).toMatchObject({ code: 'UNAUTHORIZED' })
    })

    it(`needs the permission ${needs}`, async () => {
      const expected: Record<string, string> = {}
      const actual: Record<string, string> = {}
      const mayCall = (permissions: readonly Permission[], kind?: 'key') =>
        alsoNeeds && !permissions.includes(alsoNeeds) ? 'forbidden' : may(needs, permissions, kind)
      for (const role of Role.options) {
        const person = acme.people[role]
        // A new session, because some calls end sessions and other tests need those of the team.
        const rpc = needs === 'account' ? await signedIn(bob) : person.in(acme.organizationId)
        expected[role] = mayCall(permissionsOfRole[role])
        actual[role] = gate(row, await answerOf(row, rpc, absent))
      }
      for (const [scope, apiKey] of keys) {
        expected[`key to ${scope}`] = inPerson ? 'forbidden' : mayCall(permissionsOfScope[scope], 'key')
        actual[`key to ${scope}`] = gate(row, await answerOf(row, stepkey.visitor({ apiKey }), absent))
      }
      if (path === 'organizations.leave') await restoreMembers()
      expect(actual).toEqual(expected)
    })

    if (needs !== 'account') {
      it('answers for a workspace of other users as for one that does not exist', async () => {
        const person = await signedIn(bob, acme.organizationId)
        const nowhere = await signedIn(bob, 'absent')
        const key = stepkey.visitor({ apiKey: bobs.key, workspaceId: acme.organizationId })
        const answers = [
          await answerOf(row, person, acmeIds),
          await answerOf(row, nowhere, acmeIds),
          await answerOf(row, key, acmeIds),
        ]
        expect(answers[0]).toMatchObject({ code: 'NOT_FOUND' })
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      })
    }

    // Users don't have the permissions `issue` and `connect`, so an API key is used for these.
    const intruder = async () =>
      needs === 'issue' || needs === 'connect'
        ? stepkey.visitor({ apiKey: bobs.key })
        : await signedIn(bob, needs === 'account' ? undefined : bobs.organizationId)

    if (!names) {
      it('returns nothing of another account', async () => {
        const answer = JSON.stringify(await answerOf(row, await intruder(), acmeIds))
        const foreign = [
          ...Object.values(acmeIds),
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
    it('answers NOT_FOUND for objects of another account, as for absent ones, without a call to the target', async () => {
      api.requestedPaths.length = 0
      const rpc = await intruder()
      const [foreign, missing] = [await answerOf(row, rpc, acmeIds), await answerOf(row, rpc, absent)]
      expect(foreign).toMatchObject({ code: 'NOT_FOUND' })
      expect(foreign).toEqual(missing)
      expect(api.requestedPaths).toEqual([])
    })
  })

  it('has changed nothing of Acme', async () => {
    const alice = acme.people.owner.in(acme.organizationId)
    expect(await alice.credentials.get({ credentialId: acmeIds.credentialId })).toMatchObject({
      name: 'Her shop',
      version: 1,
      useCount: 1,
    })
    expect(await alice.flows.get({ flowId: acmeIds.flowId })).toMatchObject({
      name: 'Hers',
      version: 1,
      status: 'active',
    })
    const members = await alice.members.list()
    expect(members.map(({ role }) => role).sort()).toEqual([...Role.options].sort())
    expect((await alice.invitations.list()).map(({ id }) => id)).toContain(acmeIds.invitationId)
    expect((await alice.sessions.list()).map(({ id }) => id)).toContain(acmeIds.sessionId)
    const webhooks = await alice.webhooks.list()
    expect(webhooks.find(({ id }) => id === acmeIds.webhookId)).toMatchObject({ name: 'Her alarm' })
    const { items: apps } = await alice.oauthApps.list({ componentId: 'slack' })
    expect(apps.find(({ id }) => id === acmeIds.oauthAppId)).toMatchObject({ name: 'Hers', hasSecret: true })
    const parameters = { state: 'a guess', code: 'x' }
    const answer = await alice.consents.finish({ consentId: acmeIds.consentId, parameters })
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'failed' })
  })

  async function restoreMembers() {
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
  caller: 'person' | 'key' = 'person',
) {
  const allowed =
    needs === 'account' ? caller === 'person' : permissions.some((permission) => permission === needs)
  return allowed ? 'allowed' : 'forbidden'
}

/** Whether the caller was allowed: the call returned a value, or an error that comes after the permission check. */
function gate(
  { names }: ProcedureCall,
  answer: { value: unknown } | { code: string; message: string },
): string {
  if ('value' in answer) return 'allowed'
  if (answer.code === 'FORBIDDEN') return 'forbidden'
  // The owner has the permission for `leave`, but the operation itself refuses them.
  if (answer.code === 'CONFLICT') return 'allowed'
  const isInside = names && answer.code === 'NOT_FOUND' && !answer.message.includes('workspace')
  return isInside ? 'allowed' : `${answer.code}: ${answer.message}`
}
