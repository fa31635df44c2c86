import { ERROR_CODES } from '@stepkey/shared/errors'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { apply, change, countPlaces, fuzzing } from '../../../testing/odd-input.ts'
import { shopDefinition } from '../../../testing/own-component.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { appRouter } from './router.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>
/** All codes except those that a caller can't cause. `too_many_requests`: repeated sign-ins with wrong passwords. */
const REFUSALS = ERROR_CODES.filter((code) => code !== 'internal' && code !== 'unavailable')

/**
 * Calls every procedure with nearly valid inputs: parts are replaced by arbitrary JSON, omitted or duplicated. Every
 * answer must be a value or an error with a code, never an internal error.
 */
describe.each(engines)('tRPC with invalid input on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let cookie: string
  let organizationId: string | undefined
  let inputs: Record<string, unknown>
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    const base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    const account = { name: 'Alice', email: 'alice@example.com', password: 'a long enough password' }
    const signUp = await call('accounts.signUp', account)
    cookie = String(signUp.headers['set-cookie']).split(';')[0] ?? ''
    const credential = (await call('credentials.create', fakeApiCredential(base))).json().result.data
      .credential
    const steps = [{ name: 'One', componentId: 'http', credentialId: credential.id }]
    const flow = (await call('flows.save', { name: 'Sync', steps })).json().result.data
    const stepId = flow.steps[0].id
    const values = { ...fakeApiCredential(base).values }
    const slack = { componentId: 'slack', methodId: 'oauth' }
    const app = (await call('oauthApps.create', { componentId: 'slack', name: 'App', clientId: 'id' })).json()
      .result.data
    const { consentId } = (await call('consents.begin', slack)).json().result.data
    organizationId = (await call('organizations.create', { name: 'Acme' })).json().result.data.id
    await call(
      'flows.save',
      { name: 'A flow, so that the organization is not empty', steps: [] },
      organizationId,
    )
    inputs = {
      // Invalid passwords, because hashing valid ones would take most of the test's time.
      'accounts.signUp': { ...account, password: 'short' },
      'accounts.signIn': { ...account, password: '' },
      'accounts.confirmPassword': { password: '' },
      'accounts.changePassword': { oldPassword: '', newPassword: 'short' },
      'sessions.revoke': { sessionId: 'x' },
      'apiKeys.create': { name: 'Engine', scopes: ['read', 'issue'], expiresAt: '2027-01-01T00:00:00Z' },
      'apiKeys.takeOver': { apiKeyId: 'x' },
      'apiKeys.revoke': { apiKeyId: 'x' },
      'audit.list': {
        action: 'flow.saved',
        actions: ['flow.saved', 'flow.created'],
        search: 'sh',
        outcome: 'done',
        actorId: 'x',
        subjectId: flow.id,
        from: '2026-01-01T00:00:00Z',
        to: '2027-01-01T00:00:00Z',
        cursor: 'eA',
        limit: 10,
      },
      'components.list': { search: 'pet', category: 'tutorial' },
      'components.get': { componentId: 'petstore' },
      'credentials.count': { componentId: 'http', search: 'sh', status: 'verified', endsWithinDays: 14 },
      'credentials.list': { componentId: 'http', search: 'sh', status: 'verified', cursor: 'eA', limit: 10 },
      'credentials.get': { credentialId: credential.id },
      'credentials.usage': { credentialId: credential.id },
      'credentials.receipts': { credentialId: credential.id },
      'credentials.impact': {
        credentialId: credential.id,
        values,
        consentId: 'x',
        generation: 2,
        by: 'x',
        scopes: ['read'],
      },
      'credentials.replace': {
        credentialId: credential.id,
        by: 'x',
        flowIds: [flow.id],
        dryRun: true,
      },
      'components.definition': { componentId: 'custom:acme', version: 'draft' },
      'components.own': undefined,
      'components.save': { componentId: 'custom:acme', definition: shopDefinition(), revision: 1 },
      'components.trial': {
        componentId: 'custom:acme',
        methodId: 'key',
        good: { baseUrl: base, key: 'good' },
      },
      'components.import': {
        format: 'curl',
        document: 'curl https://acme.example',
        componentId: 'custom:acme',
      },
      'components.publish': { componentId: 'custom:acme', revision: 1, untested: { key: 'No server' } },
      'components.archive': { componentId: 'custom:acme', archived: true },
      'components.remove': { componentId: 'custom:acme' },
      'credentials.reportIncident': { credentialId: credential.id, since: '2026-01-01T00:00:00Z' },
      'credentials.freeze': { credentialId: credential.id },
      'credentials.unfreeze': { credentialId: credential.id },
      'credentials.values': { credentialId: credential.id },
      'credentials.addValue': { credentialId: credential.id, version: 1, values, allowOtherAccount: true },
      'credentials.promote': { credentialId: credential.id, generation: 2, flowIds: [flow.id] },
      'credentials.restore': { credentialId: credential.id },
      'credentials.verifyValue': { credentialId: credential.id, generation: 2 },
      'credentials.discardValue': { credentialId: credential.id, generation: 2 },
      'credentials.verify': { credentialId: credential.id, values },
      'credentials.create': {
        ...fakeApiCredential(base, 'New'),
        allowUnverified: true,
        bindTo: { flowId: flow.id, stepId },
      },
      'credentials.update': {
        credentialId: credential.id,
        version: 1,
        name: 'New',
        values,
        allowUnverified: true,
      },
      'credentials.issue': { flowId: flow.id, stepId },
      'credentials.report': { flowId: flow.id, stepId },
      'credentials.remove': { credentialId: credential.id },
      'credentials.disconnect': { credentialId: credential.id },
      'deletedCredentials.list': { search: 'sh', cursor: 'eA', limit: 10 },
      'deletedCredentials.restore': { credentialId: credential.id, name: 'New', allowUnverified: true },
      'deletedCredentials.erase': { credentialId: credential.id },
      'revocations.list': undefined,
      'revocations.retry': { revocationId: credential.id },
      'revocations.dismiss': { revocationId: credential.id },
      'owners.list': { search: 'org' },
      'owners.remove': { owner: 'org_42' },
      'oauthApps.list': { componentId: 'slack' },
      'oauthApps.create': { componentId: 'slack', name: 'Ours', clientId: 'id', clientSecret: 'secret' },
      'oauthApps.update': { oauthAppId: app.id, name: 'Ours', clientSecret: 'secret' },
      'oauthApps.remove': { oauthAppId: app.id },
      'consents.begin': { ...slack, values: { scopes: ['chat:write'] }, oauthAppId: app.id },
      'consents.finish': {
        consentId,
        path: '/oauth/callback',
        parameters: { code: 'x', state: 'y', error: 'z' },
      },
      'flows.list': { search: 'sy', cursor: 'eA', limit: 10 },
      'flows.get': { flowId: flow.id },
      'flows.save': { flowId: flow.id, version: 1, name: 'Sync', steps: [{ ...steps[0], stepId }] },
      'flows.bindStep': { flowId: flow.id, stepId, credentialId: credential.id },
      'embeds.create': { name: 'Builder', origin: 'https://builder.example' },
      'embeds.update': {
        embedId: 'x',
        name: 'Builder',
        origin: 'https://builder.example',
        branding: {
          name: 'Acme',
          logo: 'data:image/png;base64,iVBORw0KGgo=',
          theme: { colorScheme: 'auto', accent: '#1a73e8', radius: 4, fontFamily: 'Inter' },
          helpUrl: 'https://help.example',
          components: { http: { helpUrl: 'https://help.example/http' } },
          wording: { de: { 'picker.create': 'Konto verbinden' } },
        },
      },
      'embeds.remove': { embedId: 'x' },
      'connectTokens.create': {
        embedId: 'x',
        componentId: 'http',
        bindTo: { flowId: flow.id, stepId },
        actions: ['choose', 'create'],
        expiresIn: 60,
      },
      'connectSessions.create': {
        owner: 'org_42',
        componentIds: ['http'],
        methods: ['bearer'],
        actions: ['choose', 'create'],
        tags: { plan: 'pro' },
        embedId: 'x',
        bindTo: { flowId: flow.id, stepId },
        locale: 'pt-BR',
        expiresIn: 60,
      },
      'connectSessions.open': { secret: 'x' },
      'requests.list': { componentId: 'http' },
      'requests.create': {
        componentId: 'http',
        name: 'Theirs',
        note: 'Please',
        locale: 'ja',
        embedId: 'x',
        days: 1,
      },
      'requests.revoke': { requestId: 'x' },
      'consents.start': { ticket: 'unknown-'.repeat(6), openedFrom: 'self', isConfirmed: true },
      'consents.deliver': {
        parameters: { state: `${'0'.repeat(36)}.x`, code: 'x' },
        path: '/oauth/callback',
      },
      'requests.redeem': { secret: 'x' },
      'notices.set': { delivery: 'daily', kinds: ['failing', 'expiring'] },
      'chatChannels.create': {
        name: 'Ops',
        format: 'teams',
        url: 'https://chat.example/x',
        delivery: 'daily',
        kinds: ['failing'],
      },
      'chatChannels.update': { channelId: 'x', name: 'Ops', isEnabled: false },
      'chatChannels.remove': { channelId: 'x' },
      'chatChannels.test': { channelId: 'x' },
      'webhooks.create': {
        name: 'Pager',
        url: 'https://hooks.example/stepkey',
        events: ['credential.failing'],
      },
      'webhooks.update': { webhookId: 'x', name: 'Pager', isEnabled: false },
      'webhooks.remove': { webhookId: 'x' },
      'webhooks.rotateSecret': { webhookId: 'x' },
      'webhooks.test': { webhookId: 'x' },
      'webhooks.deliveries': { webhookId: 'x', status: 'failed', limit: 10 },
      'webhooks.delivery': { deliveryId: 'x' },
      'webhooks.redeliver': { deliveryId: 'x' },
      'workspaces.setRecheck': { recheck: 'daily' },
      'flows.issue': { flowId: flow.id },
      'flows.preflight': { flowId: flow.id, expectedMinutes: 5 },
      'flows.createRunToken': { flowId: flow.id, expiresIn: 60 },
      'flows.activate': { flowId: flow.id },
      'flows.deactivate': { flowId: flow.id },
      'flows.remove': { flowId: flow.id },
      'organizations.create': { name: 'Another' },
      'organizations.rename': { name: 'Acme' },
      'organizations.remove': { typedName: 'Not its name' },
      'organizations.transfer': { accountId: 'x' },
      'members.setRole': { accountId: 'x', role: 'viewer', apiKeys: 'revoke' },
      'members.remove': { accountId: 'x', apiKeys: 'take_over' },
      'organizations.leave': { apiKeys: 'revoke' },
      'invitations.create': { role: 'viewer' },
      'invitations.revoke': { invitationId: 'x' },
      'invitations.preview': { secret: 'x' },
      'invitations.redeem': { secret: 'x' },
    }
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Returns the organization for procedures that only work in one. */
  const workspaceOf = (path: string) =>
    /^(organizations|members|invitations)\./.test(path) ? organizationId : undefined

  function call(path: string, input: unknown, workspaceId = workspaceOf(path)) {
    const query = procedures[path]?._def.type === 'query'
    const json = JSON.stringify(input)
    return stepkey.app.inject({
      method: query ? 'GET' : 'POST',
      url: `/trpc/${path}${query ? `?input=${encodeURIComponent(json.toWellFormed())}` : ''}`,
      headers: {
        host: 'localhost:4000',
        ...(cookie && { cookie }),
        ...(workspaceId && { 'stepkey-workspace': workspaceId }),
        ...(!query && { 'content-type': 'application/json' }),
      },
      ...(!query && { payload: json }),
    })
  }

  it('has an input for every procedure that takes one', () => {
    const without = [
      'accounts.me',
      'accounts.signOut',
      'accounts.welcome',
      'apiKeys.list',
      'audit.verify',
      'connectTokens.task',
      'credentials.freezeAll',
      'embeds.list',
      'notices.get',
      'chatChannels.list',
      'webhooks.list',
      'workspaces.get',
      'invitations.list',
      'members.list',
      'sessions.list',
      'sessions.revokeOthers',
    ]
    expect([...Object.keys(inputs), ...without].sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
  })

  // Queries are read from the URL, which Node limits to 16 KiB. Parsing does not depend on the database.
  if (engine === 'sqlite')
    it('answers briefly to oversized values in every place of the input of every mutation', async () => {
      const long = `a${['\n', ':', 'a@'].map((part) => part.repeat(300_000 / part.length)).join('a')}!`
      const wide = Object.fromEntries(Array.from({ length: 25_000 }, (_, at) => [`member${at}`, at]))
      const many = Array.from({ length: 100_000 }, () => 0)
      const mutations = Object.entries(inputs).filter(([name]) => procedures[name]?._def.type === 'mutation')
      for (const [procedure, input] of mutations) {
        for (let at = 0; at < countPlaces(input); at++) {
          for (const what of [long, wide, many]) {
            const response = await call(procedure, apply(input, { at, how: 'replace', what }))
            const place = `${procedure}, place ${at}: ${response.body.slice(0, 500)}`
            expect(response.statusCode, place).toBeGreaterThanOrEqual(400)
            expect(response.statusCode, place).toBeLessThan(500)
            expect(response.body.length, place).toBeLessThan(10_000)
          }
        }
      }
    })

  it(`never causes an internal error, in ${fuzzing.numRuns} calls`, async () => {
    const path = fc.constantFrom(...Object.keys(inputs))
    const codes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(path, fc.array(change, { minLength: 1, maxLength: 3 }), async (procedure, changes) => {
        const input = changes.reduce<unknown>(apply, inputs[procedure])
        const response = await call(procedure, input)
        const body = response.json()
        const code = body.error?.data.code ?? 'ok'
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (response.statusCode >= 500)
          throw new Error(`${procedure} ${JSON.stringify(input)}: ${response.body}\n${stepkey.logged.at(-1)}`)
        if (body.error) expect(REFUSALS).toContain(code)
      }),
      fuzzing,
    )
    expect([...codes.keys()]).toEqual(expect.arrayContaining(['ok', 'invalid_input', 'not_found']))
  })
})
