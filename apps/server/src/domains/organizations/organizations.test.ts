import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createFakeGitLab } from '../../../testing/fake-gitlab.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam, secretOf, type Team } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Db } from '../../platform/database/database.ts'

describe.each(engines)('organizations on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let acme: Team
  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    acme = await createTeam(stepkey)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  const inAcme = (role: keyof Team['people']) => acme.people[role].in(acme.organizationId)
  let founded = 0
  /** Creates an organization for tests that delete or transfer it. */
  async function createOwn(owner: Person) {
    const name = `Organization ${++founded}`
    const { id } = await owner.organizations.create({ name })
    return { id, name, rpc: owner.in(id) }
  }

  it('requires a session and the permission', async () => {
    const calls = (rpc = stepkey.visitor()) => [
      () => rpc.organizations.create({ name: 'X' }),
      () => rpc.organizations.rename({ name: 'X' }),
      () => rpc.organizations.remove({ typedName: 'Acme' }),
      () => rpc.organizations.leave(),
      () => rpc.organizations.transfer({ accountId: acme.people.admin.accountId }),
    ]
    for (const call of calls()) await expect(call()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const { key } = await inAcme('owner').apiKeys.create({
      name: 'All',
      scopes: ['read', 'write', 'verify', 'flows', 'issue'],
    })
    for (const call of calls(stepkey.visitor({ apiKey: key })))
      await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('can be created by every user, who then owns them', async () => {
    const ann = await stepkey.signUp('Ann')
    const workspace = await ann.organizations.create({ name: ' Umbrella ' })
    expect(workspace).toEqual({
      id: expect.any(String),
      name: 'Umbrella',
      kind: 'organization',
      role: 'owner',
    })
    expect((await ann.accounts.me()).workspaces).toEqual([
      { id: ann.workspaceId, name: 'Ann', kind: 'personal', role: 'owner' },
      workspace,
    ])
    expect(await ann.in(workspace.id).credentials.list()).toEqual({ items: [], nextCursor: null })
  })

  it('are renamed by owner and admins, for all members', async () => {
    expect(await inAcme('admin').organizations.rename({ name: 'Acme Ltd' })).toEqual({ outcome: 'renamed' })
    const { workspaces } = await acme.people.viewer.accounts.me()
    expect(workspaces[1]).toMatchObject({ name: 'Acme Ltd', role: 'viewer' })
  })

  it('returns conflict when a personal workspace is renamed, left, transferred or deleted', async () => {
    const { organizations, invitations, workspaceId, accountId } = await stepkey.signUp('Solo')
    for (const call of [
      () => organizations.rename({ name: 'X' }),
      () => organizations.leave(),
      () => organizations.transfer({ accountId }),
      () => organizations.remove({ typedName: 'Solo' }),
      () => invitations.create({ role: 'viewer' }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await rowsOf(stepkey.deps.db, workspaceId)).toMatchObject({ workspace: 1, membership: 1 })
  })

  it('keeps the credentials and active flows of a member who leaves', async () => {
    const { id, rpc } = await createOwn(acme.people.owner)
    const leaver = await stepkey.signUp('Leaver', secretOf(await rpc.invitations.create({ role: 'editor' })))
    const created = await leaver.in(id).credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const credentialId = created.credential.id
    const flow = await leaver
      .in(id)
      .flows.save({ name: 'Sync', steps: [{ name: 'One', componentId: 'http', credentialId }] })
    assertSaved(flow)
    await leaver.in(id).flows.activate({ flowId: flow.id })

    expect(await leaver.in(id).organizations.leave()).toEqual({ outcome: 'left' })
    await expect(leaver.in(id).flows.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await leaver.accounts.me()).workspaces).toHaveLength(1)
    expect(await rpc.credentials.get({ credentialId })).toMatchObject({ name: 'Shop', useCount: 1 })
    expect(await rpc.flows.get({ flowId: flow.id })).toMatchObject({ status: 'active' })
    expect(await rpc.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
  })

  it('returns conflict when its owner leaves', async () => {
    await expect(inAcme('owner').organizations.leave()).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('is transferred to another member; the previous owner becomes an admin', async () => {
    const { rpc } = await createOwn(acme.people.owner)
    const { owner, viewer: heir } = acme.people
    const secret = secretOf(await rpc.invitations.create({ role: 'viewer' }))
    await heir.invitations.redeem({ secret })
    expect(await rpc.organizations.transfer({ accountId: heir.accountId })).toEqual({
      outcome: 'transferred',
    })
    const roles = Object.fromEntries(
      (await rpc.members.list()).map(({ accountId, role }) => [accountId, role]),
    )
    expect(roles).toEqual({ [owner.accountId]: 'admin', [heir.accountId]: 'owner' })
    await expect(rpc.organizations.transfer({ accountId: owner.accountId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    expect(await rpc.organizations.leave()).toEqual({ outcome: 'left' })
  })

  it('is not transferred to its owner, nor to an account that is not a member', async () => {
    const rpc = inAcme('owner')
    const { accountId } = acme.people.owner
    await expect(rpc.organizations.transfer({ accountId })).rejects.toMatchObject({ code: 'CONFLICT' })
    const stranger = await stepkey.signUp('Stranger')
    await expect(rpc.organizations.transfer({ accountId: stranger.accountId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect((await rpc.members.list()).filter(({ role }) => role === 'owner')).toHaveLength(1)
  })

  it('has one owner after concurrent transfers', async () => {
    const { id, rpc } = await createOwn(acme.people.owner)
    const heirs = [acme.people.admin, acme.people.editor, acme.people.builder]
    for (const heir of heirs) {
      await heir.invitations.redeem({ secret: secretOf(await rpc.invitations.create({ role: 'admin' })) })
    }
    const outcomes = await Promise.allSettled(
      heirs.map(({ accountId }) => rpc.organizations.transfer({ accountId })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const members = await acme.people.admin.in(id).members.list()
    expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)
    expect(members.find(({ accountId }) => accountId === acme.people.owner.accountId)?.role).toBe('admin')
  })

  it('is deleted without confirmation while it is empty', async () => {
    const { id, rpc } = await createOwn(acme.people.owner)
    expect(await rpc.organizations.remove({})).toEqual({ outcome: 'deleted' })
    await expect(rpc.flows.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(Object.values(await rowsOf(stepkey.deps.db, id)).every((count) => count === 0)).toBe(true)
  })

  it('is deleted with all its contents once its name is typed, without affecting others', async () => {
    const { owner } = acme.people
    const [mine, other] = [await createOwn(owner), await createOwn(owner)]
    for (const { rpc } of [mine, other]) {
      const created = await rpc.credentials.create(fakeApiCredential(base))
      assertSaved(created)
      const { key } = await rpc.apiKeys.create({ name: 'Engine', scopes: ['flows'] })
      const flow = await stepkey.app.inject({
        method: 'POST',
        url: '/api/v1/flows',
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}`, 'idempotency-key': 'k' },
        payload: {
          name: 'Sync',
          steps: [{ name: 'One', componentId: 'http', credentialId: created.credential.id }],
        },
      })
      await rpc.flows.activate({ flowId: flow.json().id })
      await rpc.invitations.create({ role: 'viewer' })
    }
    const before = await rowsOf(stepkey.deps.db, other.id)
    expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([])
    const { key } = await mine.rpc.apiKeys.create({ name: 'Engine', scopes: ['read'] })

    for (const typedName of [undefined, '', mine.name.toLowerCase(), other.name]) {
      expect(await mine.rpc.organizations.remove({ typedName })).toEqual({
        outcome: 'not_empty',
        credentials: 1,
        flows: 1,
        revocations: 0,
      })
    }
    expect(await mine.rpc.organizations.remove({ typedName: mine.name })).toEqual({ outcome: 'deleted' })
    const after = await rowsOf(stepkey.deps.db, mine.id)
    expect(Object.entries(after).filter(([, count]) => count > 0)).toEqual([])
    expect(await rowsOf(stepkey.deps.db, other.id)).toEqual(before)
    await expect(stepkey.visitor({ apiKey: key }).flows.list()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
  })

  it('says how many revocations end with it, and is deleted only with its name then', async () => {
    const { name, rpc } = await createOwn(acme.people.owner)
    const gitlab = createFakeGitLab('key-1')
    gitlab.refusal = 503
    const created = await rpc.credentials.create({
      componentId: 'gitlab',
      methodId: 'token',
      name: 'Issues',
      values: { server: { kind: 'selfManaged', url: await world.http(gitlab.listener) }, token: 'key-1' },
    })
    assertSaved(created)
    await rpc.credentials.remove({ credentialId: created.credential.id, revoke: true })
    expect(await rpc.organizations.remove({})).toEqual({
      outcome: 'not_empty',
      credentials: 0,
      flows: 0,
      revocations: 1,
    })
    expect((await rpc.revocations.list()).items).toHaveLength(1)
    expect(await rpc.organizations.remove({ typedName: name })).toEqual({ outcome: 'deleted' })
    expect(gitlab.revocations).toEqual(['key-1'])
  })

  it('is not deleted with a wrong name, even if it is empty', async () => {
    const person = await stepkey.signUp('Emil')
    const { id } = await person.organizations.create({ name: 'Empty' })
    const rpc = person.in(id)
    await expect(rpc.organizations.remove({ typedName: 'Other' })).rejects.toMatchObject({
      cause: { fields: [{ path: 'typedName', message: 'This is not the name of the organization.' }] },
    })
    expect(await rpc.organizations.remove({ typedName: 'Empty' })).toEqual({ outcome: 'deleted' })
  })

  it('records changes, and its deletion in the audit log of the owner’s personal workspace', async () => {
    const { id, name, rpc } = await createOwn(acme.people.owner)
    await rpc.organizations.rename({ name: 'Renamed' })
    const actions = (await rpc.audit.list()).items.map(({ action, detail }) => ({ action, detail }))
    expect(actions).toEqual([
      { action: 'organization.renamed', detail: { name: 'Renamed', before: name } },
      { action: 'organization.created', detail: { name } },
    ])
    await rpc.organizations.remove({})
    const own = await acme.people.owner.audit.list({ action: 'organization.deleted', subjectId: id })
    expect(own.items).toMatchObject([
      { detail: { name: 'Renamed', credentials: 0, flows: 0, revocations: 0 } },
    ])
  })
})

/** Returns the number of rows of each table that belong to a workspace. */
async function rowsOf(db: Db, workspaceId: string): Promise<Record<string, number>> {
  const count = async (
    table:
      | 'membership'
      | 'invitation'
      | 'api_key'
      | 'workspace_key'
      | 'credential'
      | 'credential_count'
      | 'credential_use'
      | 'flow'
      | 'audit'
      | 'audit_head'
      | 'idempotency_key',
  ) => (await db.selectFrom(table).selectAll().where('workspace_id', '=', workspaceId).execute()).length
  return {
    workspace: (await db.selectFrom('workspace').selectAll().where('id', '=', workspaceId).execute()).length,
    membership: await count('membership'),
    invitation: await count('invitation'),
    api_key: await count('api_key'),
    workspace_key: await count('workspace_key'),
    credential: await count('credential'),
    credential_count: await count('credential_count'),
    credential_use: await count('credential_use'),
    flow: await count('flow'),
    audit: await count('audit'),
    audit_head: await count('audit_head'),
    idempotency_key: await count('idempotency_key'),
  }
}
