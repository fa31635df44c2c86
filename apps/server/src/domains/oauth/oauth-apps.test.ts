import { CONSENT } from '@stepkey/shared/provider-script'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { onDisk } from '../../../testing/leaked-secrets.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { Secret } from '../../platform/secret.ts'
import type { OperatorContext } from '../context.ts'
import { retryDueRevocations } from '../credentials/revoke-access.ts'
import { refreshDueTokens } from '../credentials/scheduled-refresh.ts'
import { addSharedOAuthApp, listSharedOAuthApps, removeSharedOAuthApp } from './operator-oauth-apps.ts'

const clientSecret = 'ClientSecretOfSlackForTests0123'

describe.each(engines)('OAuth apps on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let bob: Person
  let operator: OperatorContext
  let provider: AuthorizationServer

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    bob = await stepkey.signUp('Bob')
    operator = { ...stepkey.deps, actor: { kind: 'operator', id: 'command line' } }
    provider = await createAuthorizationServer(world)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const add = (rpc: Person, name: string) =>
    rpc.oauthApps.create({ componentId: 'slack', name, clientId: CONSENT.clientId, clientSecret })

  it('never return their secret, store it sealed, and reject a sealed secret that was moved to another row', async () => {
    const app = await add(alice, 'Sealed')
    expect(app).toMatchObject({
      clientId: CONSENT.clientId,
      hasSecret: true,
      owner: 'workspace',
      credentials: [],
    })
    expect(JSON.stringify(await alice.oauthApps.list())).not.toContain(clientSecret)
    expect(JSON.stringify(await onDisk(stepkey))).not.toContain(clientSecret)
    // The additional data of the seal contains the row's id.
    await add(alice, 'Other')
    const rows = stepkey.deps.db.updateTable('oauth_app').where('name', '=', 'Other')
    const { sealed } = await stepkey.deps.db
      .selectFrom('oauth_app')
      .select('sealed')
      .where('id', '=', app.id)
      .executeTakeFirstOrThrow()
    await rows.set({ sealed }).execute()
    const { items } = await alice.oauthApps.list({ componentId: 'slack' })
    const oauthAppId = items.find(({ name }) => name === 'Other')?.id
    await expect(
      alice.consents.begin({ componentId: 'slack', methodId: 'oauth', oauthAppId }),
    ).rejects.toThrow('changed, or moved')
  })

  it('are listed with the redirect URI, and belong to one component and one workspace', async () => {
    expect(await alice.oauthApps.list({ componentId: 'slack' })).toMatchObject({
      redirectUri: 'http://localhost:4000/oauth/callback',
    })
    expect((await bob.oauthApps.list()).items).toEqual([])
    const { items } = await alice.oauthApps.list({ componentId: 'github' })
    expect(items).toEqual([])
    await expect(alice.consents.begin({ componentId: 'github', methodId: 'oauth' })).rejects.toThrow(
      'There is no OAuth app for GitHub yet',
    )
    await expect(
      alice.oauthApps.create({ componentId: 'postgresql', name: 'X', clientId: 'x' }),
    ).rejects.toThrow('no method that needs an OAuth app')
    await expect(add(alice, 'sealed')).rejects.toThrow('with this name exists already')
  })

  it('can be renamed and lose their secret, with audit entries', async () => {
    const app = await add(alice, 'Changing')
    const update = { oauthAppId: app.id, name: 'Changed', clientSecret: null }
    expect(await alice.oauthApps.update(update)).toMatchObject({ name: 'Changed', hasSecret: false })
    const { items } = await alice.audit.list({ subjectId: app.id })
    expect(items.map(({ action }) => action)).toEqual(['oauth_app.updated', 'oauth_app.created'])
    expect(await alice.oauthApps.remove({ oauthAppId: app.id })).toEqual({ outcome: 'deleted' })
  })

  it('can’t be deleted while a credential depends on them: remove returns in_use with its name, and update and remove its number to callers who may not read it', async () => {
    const mine = await add(alice, 'Needed')
    const id = await grantedThrough(alice, mine.id, 'CRM prod')
    const refused = await alice.oauthApps.remove({ oauthAppId: mine.id })
    expect(refused).toEqual({ outcome: 'in_use', credentials: [{ id, name: 'CRM prod' }], hidden: 0 })
    const { key } = await alice.apiKeys.create({ name: 'Writer', scopes: ['write'] })
    const writer = stepkey.visitor({ apiKey: key })
    const counted = { outcome: 'in_use', credentials: [], hidden: 1 }
    expect(await writer.oauthApps.remove({ oauthAppId: mine.id })).toEqual(counted)
    const renamed = { name: 'Renamed', credentials: [], hidden: 1 }
    expect(await writer.oauthApps.update({ oauthAppId: mine.id, name: 'Renamed' })).toMatchObject(renamed)
    await alice.credentials.remove({ credentialId: id })
    expect(await alice.oauthApps.remove({ oauthAppId: mine.id })).toEqual({ outcome: 'deleted' })
  })

  it('of the installation can be used but not changed by all workspaces, which don’t see each other’s credentials', async () => {
    const id = await addSharedOAuthApp(operator, {
      componentId: 'slack',
      name: 'Stepkey',
      clientId: 'for-all',
      clientSecret,
    })
    const { items } = await bob.oauthApps.list({ componentId: 'slack' })
    expect(items).toMatchObject([{ id, owner: 'installation', hasSecret: true, hidden: 0 }])
    const begun = await bob.consents.begin({ componentId: 'slack', methodId: 'oauth' })
    expect(begun).toMatchObject({ outcome: 'redirect', url: expect.stringContaining('client_id=for-all') })
    await expect(bob.oauthApps.update({ oauthAppId: id, name: 'Mine' })).rejects.toThrow('Only the operator')
    await expect(bob.oauthApps.remove({ oauthAppId: id })).rejects.toThrow('Only the operator')

    const credentialId = await grantedThrough(bob, id, 'Bob’s')
    expect(
      (await alice.oauthApps.list({ componentId: 'slack' })).items.find((app) => app.id === id),
    ).toMatchObject({
      credentials: [],
      hidden: 0,
    })
    expect(await listSharedOAuthApps(stepkey.deps)).toMatchObject([{ id, credentials: [], hidden: 1 }])
    expect(await removeSharedOAuthApp(operator, id)).toEqual({
      outcome: 'in_use',
      credentials: [],
      hidden: 1,
    })
    await bob.credentials.remove({ credentialId })
    expect(await removeSharedOAuthApp(operator, id)).toEqual({ outcome: 'deleted' })
  })

  it('don’t revoke a grant at Slack while another credential shares it, and give up a revocation that waits when they are deleted', async () => {
    const app = await add(alice, 'Shared')
    const ids = [await grantedThrough(alice, app.id, 'One'), await grantedThrough(alice, app.id, 'Two')]
    const as = (componentId: string, methodId: string) => ({ component_id: componentId, method_id: methodId })
    const { db } = stepkey.deps
    // Slack revokes all tokens of the account, so the credentials are changed to credentials of Slack.
    for (const id of ids) {
      const values = {
        workspaceId: alice.workspaceId,
        credentialId: id,
        componentId: 'slack',
        methodId: 'oauth',
      }
      const sealed = await stepkey.deps.keyring.seal(new Secret({ scopes: [] }), {
        ...values,
        sealVersion: 1,
      })
      await db.deleteFrom('credential_count').execute()
      await db
        .updateTable('credential')
        .set({ ...as('slack', 'oauth'), sealed, seal_version: 1 })
        .where('id', '=', id)
        .execute()
    }
    await db
      .insertInto('credential_count')
      .values({
        workspace_id: alice.workspaceId,
        component_id: 'slack',
        total: 2,
        failing: 0,
        last_changed_at: null,
      })
      .execute()
    const [one = '', two = ''] = ids
    expect(await alice.credentials.remove({ credentialId: one })).toMatchObject({ revocation: 'shared' })
    // The test world has no server of Slack, so the attempt to revoke fails.
    expect(await alice.credentials.remove({ credentialId: two })).toMatchObject({ revocation: 'failed' })

    const status = async () =>
      (await alice.revocations.list()).items.find((item) => item.name === 'Two')?.status
    expect(await status()).toBe('pending')
    await alice.oauthApps.remove({ oauthAppId: app.id })
    stepkey.pass(60_000)
    await retryDueRevocations(stepkey.deps)
    // It stays on the list, because the access still works.
    expect(await status()).toBe('failed')
    const { items } = await alice.audit.list({ subjectId: two, action: 'credential.not_revoked' })
    expect(items).toMatchObject([{ detail: { reason: 'not_offered', attempts: 2 } }])
    const told = db.selectFrom('notice_event').select('kind').where('revocation_id', 'is not', null)
    expect(await told.execute()).toEqual([{ kind: 'not_revoked' }])
  })

  /** Creates a connected credential that depends on this OAuth app. Returns its id. */
  async function grantedThrough(rpc: Person, oauthAppId: string, name: string): Promise<string> {
    const { id } = await connected(rpc, provider)
    await rpc.credentials.update({ credentialId: id, version: 1, name })
    await stepkey.deps.db
      .updateTable('credential_token')
      .set({ oauth_app_id: oauthAppId })
      .where('credential_id', '=', id)
      .execute()
    return id
  }

  it('that the provider rejects make credentials fail, until they have the right secret again', async () => {
    const HOUR = 3_600_000
    const asana = { secret: clientSecret, tokenRequests: 0 }
    await world.https('app.asana.com', async (request, response) => {
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (request.method === 'GET') return answer(200, { data: { gid: '7', name: 'Ada' } })
      const form = new URLSearchParams((await request.toArray()).join(''))
      asana.tokenRequests++
      if (form.get('client_secret') !== asana.secret) return answer(401, { error: 'invalid_client' })
      const access_token = `access-${asana.tokenRequests}`
      return answer(200, { access_token, refresh_token: 'refresh', expires_in: 3600, token_type: 'bearer' })
    })
    const subject = { componentId: 'asana', methodId: 'oauth' }
    const app = await alice.oauthApps.create({
      componentId: 'asana',
      name: 'A',
      clientId: 'us',
      clientSecret,
    })
    const begun = await alice.consents.begin({ ...subject, values: {} })
    if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
    const { searchParams } = new URL(begun.url)
    const parameters = { code: 'code', state: searchParams.get('state') ?? '' }
    const path = new URL(searchParams.get('redirect_uri') ?? '').pathname
    const { consentId } = begun
    await alice.consents.finish({ consentId, parameters, path })
    const saved = await alice.credentials.create({ ...subject, name: 'Asana', values: {}, consentId })
    assertSaved(saved)
    const { id: credentialId } = saved.credential
    const flow = await alice.flows.save({
      name: 'F',
      steps: [{ name: 'Step', componentId: 'asana', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const status = async () => {
      const { status, receipt } = await alice.credentials.get({ credentialId })
      return { status, reason: receipt?.reason }
    }

    // The app gets a new secret at the provider.
    asana.secret = 'NewClientSecretForTests0123'
    stepkey.pass(2 * HOUR)
    await refreshDueTokens(stepkey.deps)
    expect(await status()).toEqual({ status: 'failing', reason: 'oauth_app' })
    const { tokenRequests } = asana
    await refreshDueTokens(stepkey.deps)
    expect(asana.tokenRequests).toBe(tokenRequests)
    await alice.accounts.confirmPassword({ password: alice.password })
    // A new name changes nothing.
    await alice.oauthApps.update({ oauthAppId: app.id, name: 'B' })
    await refreshDueTokens(stepkey.deps)
    expect(asana.tokenRequests).toBe(tokenRequests)
    await alice.oauthApps.update({ oauthAppId: app.id, clientSecret: asana.secret })
    await refreshDueTokens(stepkey.deps)
    expect(await status()).toEqual({ status: 'verified', reason: undefined })

    // The provider itself rejects the app for some time.
    asana.secret = 'other'
    stepkey.pass(2 * HOUR)
    await refreshDueTokens(stepkey.deps)
    expect(await status()).toEqual({ status: 'failing', reason: 'oauth_app' })
    // A flow engine may ask once more after five minutes, and then after an hour.
    await alice.accounts.confirmPassword({ password: alice.password })
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    stepkey.pass(HOUR / 12)
    const { tokenRequests: before } = asana
    await expect(stepkey.visitor({ apiKey: key }).credentials.issue(step)).rejects.toThrow(
      'Issuing is paused',
    )
    expect(asana.tokenRequests).toBe(before + 1)
    const { nextAttemptAt } = await alice.credentials.get({ credentialId })
    expect(nextAttemptAt).toBe(new Date(stepkey.deps.clock().getTime() + HOUR).toISOString())
    asana.secret = 'NewClientSecretForTests0123'
    stepkey.pass(HOUR)
    await refreshDueTokens(stepkey.deps)
    expect(await status()).toEqual({ status: 'verified', reason: undefined })
    await alice.flows.deactivate({ flowId: flow.id })
  })
})
