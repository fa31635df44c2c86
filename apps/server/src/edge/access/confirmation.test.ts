import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeApi } from '../../../testing/fake-api.ts'
import { createOrganizationObjects, type OrganizationObjects } from '../../../testing/organization-objects.ts'
import { absent, procedureCalls } from '../../../testing/procedure-calls.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { MINUTE } from '../../platform/time.ts'
import type { Caller } from '../rpc/caller.ts'
import { findProcedure, type ProcedureName } from '../rpc/find-procedure.ts'
import { appRouter } from '../rpc/router.ts'

type Call = (rpc: Caller, ids: OrganizationObjects['ids']) => unknown

/** Why a procedure needs no confirmation; or `always`; or calls that need it and calls that do not. */
type Row = string | { always: true } | { needed: Record<string, Call>; notNeeded: Record<string, Call> }

const SIGN_IN = 'is a way to sign in, or concerns only the own session'
const ASKS_PASSWORD = 'asks for the password itself'
const READS = 'returns no secrets'
const REMOVES = 'only takes something away'
const VERIFIED = 'sends secrets only to where they were verified'
const ENGINES = 'is for API keys, which were created with a confirmation'
const NO_ACCESS = 'gives no access to secrets'

/** One row for every procedure: whether it can't be undone or leads to secrets, and so needs a confirmation. */
const table: Record<ProcedureName, Row> = {
  'accounts.welcome': READS,
  'accounts.signUp': SIGN_IN,
  'accounts.signIn': SIGN_IN,
  'accounts.signOut': SIGN_IN,
  'accounts.me': READS,
  'accounts.confirmPassword': ASKS_PASSWORD,
  'accounts.changePassword': ASKS_PASSWORD,
  'sessions.list': READS,
  'sessions.revoke': REMOVES,
  'sessions.revokeOthers': REMOVES,

  'apiKeys.create': {
    needed: Object.fromEntries(
      (['write', 'verify', 'flows', 'issue', 'audit', 'connect', 'components'] as const).map((scope) => [
        `with the scope ${scope}`,
        (rpc: Caller) => rpc.apiKeys.create({ name: 'Key', scopes: ['read', scope] }),
      ]),
    ),
    notNeeded: { 'that only reads': (rpc) => rpc.apiKeys.create({ name: 'Key', scopes: ['read'] }) },
  },
  'apiKeys.list': READS,
  'apiKeys.takeOver': { always: true },
  'apiKeys.revoke': REMOVES,

  'audit.list': READS,
  'audit.verify': READS,
  'components.list': READS,
  'components.get': READS,
  'components.definition': READS,
  'components.own': READS,
  'components.save': 'changes a draft, which receives only what its author enters',
  'components.trial': 'sends only values that the author enters',
  'components.import': READS,
  'components.publish': { always: true },
  'components.archive': NO_ACCESS,
  'components.remove': 'is refused while credentials use the component',

  'credentials.list': READS,
  'credentials.count': READS,
  'credentials.get': READS,
  'credentials.usage': READS,
  'credentials.receipts': READS,
  'credentials.impact': VERIFIED,
  'credentials.replace': NO_ACCESS,
  'credentials.freeze': REMOVES,
  'credentials.unfreeze': NO_ACCESS,
  'credentials.freezeAll': REMOVES,
  'credentials.reportIncident': REMOVES,
  'credentials.values': READS,
  'credentials.addValue': VERIFIED,
  'credentials.verifyValue': NO_ACCESS,
  'credentials.promote': NO_ACCESS,
  'credentials.restore': NO_ACCESS,
  'credentials.discardValue': REMOVES,
  'credentials.verify': VERIFIED,
  'credentials.create': NO_ACCESS,
  'credentials.update': VERIFIED,
  'credentials.remove': 'is refused while a flow uses the credential',
  'credentials.disconnect': REMOVES,
  'credentials.issue': ENGINES,
  'credentials.report': ENGINES,

  'deletedCredentials.list': READS,
  'deletedCredentials.restore': NO_ACCESS,
  'deletedCredentials.erase': REMOVES,
  'revocations.list': READS,
  'revocations.retry': REMOVES,
  'revocations.dismiss': REMOVES,
  'owners.list': READS,
  'owners.remove': 'deletes what `credentials.remove` deletes, and is refused as that is',

  'oauthApps.list': READS,
  'oauthApps.create': { always: true },
  'oauthApps.update': {
    needed: {
      'with a client secret': (rpc, { oauthAppId }) =>
        rpc.oauthApps.update({ oauthAppId, clientSecret: 'another' }),
      'that removes the client secret': (rpc, { oauthAppId }) =>
        rpc.oauthApps.update({ oauthAppId, clientSecret: null }),
      'that removes the redirect URI': (rpc, { oauthAppId }) =>
        rpc.oauthApps.update({ oauthAppId, redirectUri: null }),
    },
    notNeeded: { 'of the name': (rpc, { oauthAppId }) => rpc.oauthApps.update({ oauthAppId, name: 'Ours' }) },
  },
  'oauthApps.remove': REMOVES,
  'consents.begin': 'the user gives the consent at the provider',
  'consents.finish': 'the user gave the consent at the provider',
  'consents.start': 'the user gives the consent at the provider',
  'consents.deliver': 'the user gave the consent at the provider',

  'flows.list': READS,
  'flows.get': READS,
  'flows.save': NO_ACCESS,
  'flows.bindStep': NO_ACCESS,
  'flows.issue': ENGINES,
  'flows.preflight': VERIFIED,
  'flows.createRunToken': ENGINES,
  'flows.activate': NO_ACCESS,
  'flows.deactivate': REMOVES,
  'flows.remove': REMOVES,

  'requests.list': READS,
  'requests.create': 'the link only accepts a credential',
  'requests.revoke': REMOVES,
  'requests.redeem': 'the link only accepts a credential',
  'connectSessions.create': ENGINES,
  'connectSessions.open': 'the link only accepts a credential',
  'connectTokens.create': ENGINES,
  'connectTokens.task': READS,
  'embeds.list': READS,
  'embeds.create': { always: true },
  'embeds.update': {
    needed: {
      'with an origin': (rpc, { embedId }) => rpc.embeds.update({ embedId, origin: 'https://new.example' }),
    },
    notNeeded: { 'of the name': (rpc, { embedId }) => rpc.embeds.update({ embedId, name: 'Ours' }) },
  },
  'embeds.remove': REMOVES,

  'notices.get': READS,
  'notices.set': NO_ACCESS,
  'chatChannels.list': READS,
  'chatChannels.create': { always: true },
  'chatChannels.update': {
    needed: {
      'with a URL': (rpc, { channelId }) =>
        rpc.chatChannels.update({ channelId, url: 'https://chat.example/new' }),
    },
    notNeeded: {
      'of the kinds': (rpc, { channelId }) => rpc.chatChannels.update({ channelId, kinds: ['failing'] }),
    },
  },
  'chatChannels.remove': REMOVES,
  'chatChannels.test': NO_ACCESS,
  'webhooks.list': READS,
  'webhooks.create': { always: true },
  'webhooks.update': {
    needed: {
      'with a URL': (rpc, { webhookId }) => rpc.webhooks.update({ webhookId, url: 'https://new.example/' }),
    },
    notNeeded: {
      'of the events': (rpc, { webhookId }) => rpc.webhooks.update({ webhookId, events: null }),
    },
  },
  'webhooks.remove': REMOVES,
  'webhooks.rotateSecret': { always: true },
  'webhooks.test': NO_ACCESS,
  'webhooks.deliveries': READS,
  'webhooks.delivery': READS,
  'webhooks.redeliver': NO_ACCESS,
  'workspaces.get': READS,
  'workspaces.setRecheck': NO_ACCESS,

  'organizations.create': NO_ACCESS,
  'organizations.rename': NO_ACCESS,
  'organizations.remove': { always: true },
  'organizations.leave': REMOVES,
  'organizations.transfer': { always: true },
  'members.list': READS,
  'members.setRole': {
    needed: {
      'to admin': (rpc, { accountId }) => rpc.members.setRole({ accountId, role: 'admin' }),
      'that takes over API keys': (rpc, { accountId }) =>
        rpc.members.setRole({ accountId, role: 'editor', apiKeys: 'take_over' }),
    },
    notNeeded: { 'to builder': (rpc, { accountId }) => rpc.members.setRole({ accountId, role: 'builder' }) },
  },
  'members.remove': {
    needed: {
      'that takes over API keys': (rpc) => rpc.members.remove({ accountId: 'absent', apiKeys: 'take_over' }),
    },
    notNeeded: {},
  },
  'invitations.list': READS,
  'invitations.create': {
    needed: { 'of an admin': (rpc) => rpc.invitations.create({ role: 'admin' }) },
    notNeeded: { 'of an editor': (rpc) => rpc.invitations.create({ role: 'editor' }) },
  },
  'invitations.revoke': REMOVES,
  'invitations.preview': READS,
  'invitations.redeem': 'the role was given with a confirmation',
}

describe('the confirmation of the password', () => {
  let stepkey: Stepkey
  let world: World
  let objects: OrganizationObjects
  let base: string
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    objects = await createOrganizationObjects(stepkey, base)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Signs the owner in long ago. */
  async function signInLongAgo() {
    const { email, password } = objects.team.people.owner
    const owner = stepkey.visitor({ workspaceId: objects.team.organizationId })
    await owner.accounts.signIn({ email, password })
    stepkey.pass(11 * MINUTE)
    return owner
  }
  async function codeOf(call: Call, rpc: Caller) {
    try {
      await call(rpc, objects.ids)
      return 'done'
    } catch (error) {
      return (error as { cause?: { code?: string } }).cause?.code
    }
  }

  it('has a row for every procedure, as declared by the procedure', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
    for (const [name, row] of Object.entries(table)) {
      const { needsConfirmation } = findProcedure(name as ProcedureName)
      const declared = typeof needsConfirmation === 'function' ? 'for some inputs' : needsConfirmation
      const expected = typeof row === 'string' ? false : 'always' in row || 'for some inputs'
      expect(declared, name).toBe(expected)
    }
  })

  const rows = Object.entries(table)
  const always = rows.flatMap(([name, row]): [string, Call][] =>
    typeof row === 'object' && 'always' in row
      ? [
          [
            name,
            // Without ids, so that nothing is changed for the other calls.
            (rpc) =>
              procedureCalls[name]?.call(rpc, absent, {
                base,
                password: '',
                secret: '',
                requestSecret: '',
                linkSecret: '',
              }),
          ],
        ]
      : [],
  )
  const conditional = (kind: 'needed' | 'notNeeded') =>
    rows.flatMap(([name, row]): [string, Call][] =>
      typeof row === 'object' && kind in row
        ? Object.entries((row as Record<typeof kind, Record<string, Call>>)[kind]).map(([input, call]) => [
            `${name} ${input}`,
            call,
          ])
        : [],
    )

  it.each([...always, ...conditional('needed')])('is needed for %s', async (_, call) => {
    const owner = await signInLongAgo()
    expect(await codeOf(call, owner)).toBe('password_needed')
    const { password } = objects.team.people.owner
    await owner.accounts.confirmPassword({ password })
    expect(await codeOf(call, owner)).not.toBe('password_needed')
  })

  it.each(conditional('notNeeded'))('is not needed for %s', async (_, call) => {
    expect(await codeOf(call, await signInLongAgo())).toBe('done')
  })

  it('is not needed by API keys, which were created with one', async () => {
    const key = stepkey.visitor({ apiKey: objects.keys.get('write') })
    const app = { componentId: 'slack', name: 'By a key', clientId: 'id', clientSecret: 'secret' }
    expect(await key.oauthApps.create(app)).toMatchObject({ name: 'By a key' })
  })
})
