import { type Permission, permissionsOfRole, permissionsOfScope, Role, Scope } from '@stepkey/shared/access'
import type { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam, secretOf, type Team } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { appRouter } from '../../router.ts'
import type { Caller } from '../rpc/caller.ts'

/** What belongs to Acme or to one of its people, for others to reach for. */
const absent = {
  credentialId: 'absent',
  flowId: 'absent',
  stepId: 'absent',
  apiKeyId: 'absent',
  invitationId: 'absent',
  accountId: 'absent',
  sessionId: 'absent',
  oauthAppId: 'absent',
  consentId: 'absent',
  embedId: 'absent',
  requestId: 'absent',
  webhookId: 'absent',
  deliveryId: 'absent',
}
type Belongings = typeof absent

interface Row {
  /** The permission; `account` for whoever is signed in; `token` for who holds a connect token; `public` for everybody. */
  needs: Permission | 'account' | 'token' | 'public'
  /** It names something that belongs to somebody. */
  names?: true
  /** Only people can do it: it takes a browser. */
  inPerson?: true
  call(
    rpc: Caller,
    its: Belongings,
    given: { base: string; password: string; secret: string; handOver: string },
  ): unknown
}

/** One row for every procedure: what follows is derived from it for each role, scope and workspace. */
const rows: Record<string, Row> = {
  'accounts.welcome': { needs: 'public', call: (rpc) => rpc.accounts.welcome() },
  'accounts.signUp': {
    needs: 'public',
    call: (rpc) =>
      rpc.accounts.signUp({ name: 'X', email: `x${Math.random()}@example.com`, password: 'a long password' }),
  },
  'accounts.signIn': {
    needs: 'public',
    call: (rpc) => rpc.accounts.signIn({ email: 'bob@example.com', password: "Bob's long password" }),
  },
  'accounts.me': { needs: 'account', call: (rpc) => rpc.accounts.me() },
  'accounts.signOut': { needs: 'account', call: (rpc) => rpc.accounts.signOut() },
  'accounts.confirmPassword': {
    needs: 'account',
    call: (rpc, _, { password }) => rpc.accounts.confirmPassword({ password }),
  },
  'accounts.changePassword': {
    needs: 'account',
    call: (rpc, _, { password }) =>
      rpc.accounts.changePassword({ oldPassword: password, newPassword: password }),
  },
  'sessions.list': { needs: 'account', call: (rpc) => rpc.sessions.list() },
  'sessions.revoke': {
    needs: 'account',
    names: true,
    call: (rpc, { sessionId }) => rpc.sessions.revoke({ sessionId }),
  },
  'sessions.revokeOthers': { needs: 'account', call: (rpc) => rpc.sessions.revokeOthers() },
  'apiKeys.create': { needs: 'keys', call: (rpc) => rpc.apiKeys.create({ name: 'His', scopes: ['read'] }) },
  'apiKeys.list': { needs: 'keys', call: (rpc) => rpc.apiKeys.list() },
  'apiKeys.revoke': {
    needs: 'keys',
    names: true,
    call: (rpc, { apiKeyId }) => rpc.apiKeys.revoke({ apiKeyId }),
  },
  'audit.list': { needs: 'audit', call: (rpc) => rpc.audit.list() },
  'audit.verify': { needs: 'audit', call: (rpc) => rpc.audit.verify() },
  'components.list': { needs: 'read', call: (rpc) => rpc.components.list() },
  'components.get': { needs: 'read', call: (rpc) => rpc.components.get({ componentId: 'http' }) },
  'credentials.list': { needs: 'read', call: (rpc) => rpc.credentials.list() },
  'credentials.get': {
    needs: 'inspect',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.get({ credentialId }),
  },
  'credentials.usage': {
    needs: 'read',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.usage({ credentialId }),
  },
  'credentials.verify': {
    needs: 'verify',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.verify({ credentialId }),
  },
  'credentials.create': {
    needs: 'write',
    names: true,
    call: (rpc, { flowId, stepId }, { base }) =>
      rpc.credentials.create({ ...fakeApiCredential(base, 'Mine'), bindTo: { flowId, stepId } }),
  },
  'credentials.update': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.update({ credentialId, version: 1, name: 'Mine' }),
  },
  'credentials.issue': {
    needs: 'issue',
    names: true,
    call: (rpc, { flowId, stepId }) => rpc.credentials.issue({ flowId, stepId }),
  },
  'credentials.report': {
    needs: 'issue',
    names: true,
    call: (rpc, { flowId, stepId }) => rpc.credentials.report({ flowId, stepId }),
  },
  'credentials.remove': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.remove({ credentialId }),
  },
  'credentials.disconnect': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.disconnect({ credentialId }),
  },
  'oauthApps.list': { needs: 'read', call: (rpc) => rpc.oauthApps.list() },
  'oauthApps.create': {
    needs: 'write',
    call: (rpc) =>
      rpc.oauthApps.create({ componentId: 'slack', name: `App ${Math.random()}`, clientId: 'client' }),
  },
  'oauthApps.update': {
    needs: 'write',
    names: true,
    call: (rpc, { oauthAppId }) => rpc.oauthApps.update({ oauthAppId, name: 'His' }),
  },
  'oauthApps.remove': {
    needs: 'write',
    names: true,
    call: (rpc, { oauthAppId }) => rpc.oauthApps.remove({ oauthAppId }),
  },
  'consents.begin': {
    needs: 'write',
    names: true,
    inPerson: true,
    call: (rpc, { oauthAppId }) =>
      rpc.consents.begin({ componentId: 'slack', methodId: 'oauth', oauthAppId }),
  },
  'consents.finish': {
    needs: 'write',
    names: true,
    inPerson: true,
    call: (rpc, { consentId }) => rpc.consents.finish({ consentId }),
  },
  'embeds.list': { needs: 'keys', call: (rpc) => rpc.embeds.list() },
  'embeds.create': {
    needs: 'keys',
    call: (rpc) => rpc.embeds.create({ name: 'His', origin: 'https://his.example' }),
  },
  'embeds.update': {
    needs: 'keys',
    names: true,
    call: (rpc, { embedId }) => rpc.embeds.update({ embedId, name: 'His' }),
  },
  'embeds.remove': { needs: 'keys', names: true, call: (rpc, { embedId }) => rpc.embeds.remove({ embedId }) },
  'connectTokens.create': {
    needs: 'connect',
    names: true,
    call: (rpc, { embedId, flowId, stepId }) =>
      rpc.connectTokens.create({
        embedId,
        componentId: 'http',
        bindTo: { flowId, stepId },
        actions: ['choose', 'create'],
      }),
  },
  'requests.list': { needs: 'write', call: (rpc) => rpc.requests.list() },
  'requests.create': {
    needs: 'write',
    call: (rpc) => rpc.requests.create({ componentId: 'http', name: 'His' }),
  },
  'requests.revoke': {
    needs: 'write',
    names: true,
    call: (rpc, { requestId }) => rpc.requests.revoke({ requestId }),
  },
  'requests.redeem': {
    needs: 'public',
    call: (rpc, _, { handOver }) => rpc.requests.redeem({ secret: handOver }),
  },
  'connectTokens.task': { needs: 'token', call: (rpc) => rpc.connectTokens.task() },
  'flows.list': { needs: 'read', call: (rpc) => rpc.flows.list() },
  'flows.get': { needs: 'read', names: true, call: (rpc, { flowId }) => rpc.flows.get({ flowId }) },
  'flows.save': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.save({ flowId, version: 1, name: 'Mine', steps: [] }),
  },
  'flows.bindStep': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId, stepId, credentialId }) => rpc.flows.bindStep({ flowId, stepId, credentialId }),
  },
  'flows.activate': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.activate({ flowId }),
  },
  'flows.deactivate': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.deactivate({ flowId }),
  },
  'flows.remove': { needs: 'flows', names: true, call: (rpc, { flowId }) => rpc.flows.remove({ flowId }) },
  'organizations.create': {
    needs: 'account',
    call: (rpc) => rpc.organizations.create({ name: 'Another' }),
  },
  'organizations.rename': { needs: 'members', call: (rpc) => rpc.organizations.rename({ name: 'Renamed' }) },
  // It holds something, so this only asks for its name.
  'organizations.remove': { needs: 'ownership', call: (rpc) => rpc.organizations.remove({}) },
  'organizations.leave': { needs: 'people', call: (rpc) => rpc.organizations.leave() },
  'organizations.transfer': {
    needs: 'ownership',
    names: true,
    call: (rpc, { accountId }) => rpc.organizations.transfer({ accountId }),
  },
  'members.list': { needs: 'people', call: (rpc) => rpc.members.list() },
  'members.setRole': {
    needs: 'members',
    names: true,
    call: (rpc, { accountId }) => rpc.members.setRole({ accountId, role: 'viewer' }),
  },
  'members.remove': {
    needs: 'members',
    names: true,
    call: (rpc, { accountId }) => rpc.members.remove({ accountId }),
  },
  'invitations.create': { needs: 'members', call: (rpc) => rpc.invitations.create({ role: 'viewer' }) },
  'invitations.list': { needs: 'members', call: (rpc) => rpc.invitations.list() },
  'invitations.revoke': {
    needs: 'members',
    names: true,
    call: (rpc, { invitationId }) => rpc.invitations.revoke({ invitationId }),
  },
  'invitations.preview': {
    needs: 'public',
    call: (rpc, _, { secret }) => rpc.invitations.preview({ secret }),
  },
  'invitations.redeem': {
    needs: 'account',
    names: true,
    // Whoever holds the right one may: that is tested beside the code.
    call: (rpc) => rpc.invitations.redeem({ secret: 'unknown' }),
  },
  'workspaces.get': { needs: 'people', call: (rpc) => rpc.workspaces.get() },
  'workspaces.setRecheck': {
    needs: 'members',
    call: (rpc) => rpc.workspaces.setRecheck({ recheck: 'off' }),
  },
  'webhooks.list': { needs: 'webhooks', call: (rpc) => rpc.webhooks.list() },
  'webhooks.create': {
    needs: 'webhooks',
    call: (rpc) => rpc.webhooks.create({ name: 'His', url: 'https://hooks.example/' }),
  },
  'webhooks.update': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.update({ webhookId, name: 'His' }),
  },
  'webhooks.rotateSecret': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.rotateSecret({ webhookId }),
  },
  'webhooks.test': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.test({ webhookId }),
  },
  'webhooks.deliveries': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.deliveries({ webhookId }),
  },
  'webhooks.redeliver': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { deliveryId }) => rpc.webhooks.redeliver({ deliveryId }),
  },
  'webhooks.remove': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.remove({ webhookId }),
  },
}

/** What a token for component `http` may ask for with the inputs that stand here. Its own step: see connect/. */
const WITHIN_REACH = ['components.get', 'connectTokens.task']

it('has a row for every procedure of the router', () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

describe.each(engines)('access on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let secret: string
  /** Of the link by which somebody is asked for a credential. */
  let handOver: string
  let acme: Team
  let its: Belongings
  /** One key of Acme for each scope. */
  const keys = new Map<Scope, string>()
  /** For one step of Acme's. */
  let connectToken: string
  /** Bob has an organization of his own, and a key of it. */
  let bobs: { organizationId: string; key: string }
  const shop = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(shop.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    acme = await createTeam(stepkey)
    const alice = acme.people.owner.in(acme.organizationId)
    const created = await alice.credentials.create(fakeApiCredential(base, 'Her shop'))
    if (created.outcome !== 'saved') throw new Error('not saved')
    const credentialId = created.credential.id
    const flow = await alice.flows.save({
      name: 'Hers',
      steps: [{ name: 'Step', componentId: 'http', credentialId }],
    })
    if (flow.outcome !== 'saved') throw new Error('not saved')
    await alice.flows.activate({ flowId: flow.id })
    for (const scope of Scope.options) {
      const { key, apiKey } = await alice.apiKeys.create({ name: `Engine ${scope}`, scopes: [scope] })
      keys.set(scope, key)
      its = { ...absent, apiKeyId: apiKey.id }
    }
    const embed = await alice.embeds.create({ name: 'Hers', origin: 'https://hers.example' })
    const asked = await alice.requests.create({ componentId: 'http', name: 'Hers' })
    handOver = asked.url.split('#request=')[1] ?? ''
    const app = await alice.oauthApps.create({
      componentId: 'slack',
      name: 'Hers',
      clientId: 'client',
      clientSecret: 'secret of the app',
    })
    const consent = await alice.consents.begin({ componentId: 'slack', methodId: 'oauth' })
    if (consent.outcome !== 'redirect') throw new Error('not begun')
    const { webhook } = await alice.webhooks.create({ name: 'Her alarm', url: 'https://hooks.example/' })
    const { delivery } = await alice.webhooks.test({ webhookId: webhook.id })
    const invitation = await alice.invitations.create({ role: 'viewer' })
    secret = secretOf(invitation)
    its = {
      ...its,
      credentialId,
      flowId: flow.id,
      stepId: flow.steps[0]?.id ?? '',
      invitationId: invitation.invitation.id,
      accountId: acme.people.editor.accountId,
      sessionId: (await alice.sessions.list())[0]?.id ?? '',
      oauthAppId: app.id,
      consentId: consent.consentId,
      embedId: embed.id,
      requestId: asked.request.id,
      webhookId: webhook.id,
      deliveryId: delivery.id,
    }
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
  async function answerOf({ call }: Row, rpc: Caller, reach: Belongings, { password } = bob) {
    try {
      return { value: await call(rpc, reach, { base, password, secret, handOver }) }
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

  describe.each(Object.entries(rows))('%s', (path, row) => {
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
      shop.asked.length = 0
      const rpc = await intruder()
      const [foreign, missing] = [await answerOf(row, rpc, its), await answerOf(row, rpc, absent)]
      expect(foreign).toMatchObject({ code: 'NOT_FOUND' })
      expect(foreign).toEqual(missing)
      expect(shop.asked).toEqual([])
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

function may(needs: Row['needs'], permissions: readonly Permission[], who: 'person' | 'key' = 'person') {
  const allowed = needs === 'account' ? who === 'person' : permissions.some((one) => one === needs)
  return allowed ? 'allowed' : 'forbidden'
}

/** Whether a call got past the check, to an answer or to what is not there. */
function gate({ names }: Row, answer: { value: unknown } | { code: string; message: string }): string {
  if ('value' in answer) return 'allowed'
  if (answer.code === 'FORBIDDEN') return 'forbidden'
  // The owner may call `leave`; it is another rule that keeps him.
  if (answer.code === 'CONFLICT') return 'allowed'
  const isInside = names && answer.code === 'NOT_FOUND' && !answer.message.includes('workspace')
  return isInside ? 'allowed' : `${answer.code}: ${answer.message}`
}
