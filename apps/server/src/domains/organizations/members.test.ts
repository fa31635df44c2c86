import { GivenRole } from '@stepkey/shared/organization'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam, secretOf, type Team } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('members on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let acme: Team
  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    acme = await createTeam(stepkey)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  const inAcme = (role: keyof Team['people']) => acme.people[role].in(acme.organizationId)
  /** Adds a new member to Acme. */
  async function join(name: string, role: GivenRole) {
    const person = await stepkey.signUp(name, secretOf(await inAcme('owner').invitations.create({ role })))
    return { ...person, accountId: person.accountId, inAcme: person.in(acme.organizationId) }
  }

  it('requires a session and the permission', async () => {
    const { accountId } = acme.people.viewer
    const stranger = (await stepkey.signUp('Stranger')).in(acme.organizationId)
    for (const [rpc, code] of [
      [stepkey.visitor({ workspaceId: acme.organizationId }), 'UNAUTHORIZED'],
      [stranger, 'NOT_FOUND'],
    ] as const) {
      await expect(rpc.members.list()).rejects.toMatchObject({ code })
      await expect(rpc.members.setRole({ accountId, role: 'admin' })).rejects.toMatchObject({ code })
      await expect(rpc.members.remove({ accountId })).rejects.toMatchObject({ code })
    }
  })

  it('are listed for every member', async () => {
    const members = await inAcme('viewer').members.list()
    expect(members.map(({ role }) => role).sort()).toEqual(['admin', 'builder', 'editor', 'owner', 'viewer'])
    const { accountId, email } = acme.people.owner
    expect(members.find(({ role }) => role === 'owner')).toEqual({
      accountId,
      email,
      name: 'Acme-owner',
      role: 'owner',
      joinedAt: '2026-11-01T12:00:00.000Z',
    })
  })

  it('can get every role but owner, effective from the next request', async () => {
    const { accountId, inAcme: rpc } = await join('Changing', 'viewer')
    await expect(rpc.flows.save({ name: 'Mine', steps: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await inAcme('admin').members.setRole({ accountId, role: 'builder' })
    expect(await rpc.flows.save({ name: 'Mine', steps: [] })).toMatchObject({ outcome: 'saved' })
    await inAcme('admin').members.setRole({ accountId, role: 'viewer' })
    await expect(rpc.flows.save({ name: 'Again', steps: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const owner = { accountId, role: 'owner' as GivenRole }
    await expect(inAcme('owner').members.setRole(owner)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('can’t change or remove the owner, nor change their own role', async () => {
    const { owner, admin } = acme.people
    for (const role of GivenRole.options) {
      const change = inAcme('admin').members.setRole({ accountId: owner.accountId, role })
      await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
      const own = inAcme('admin').members.setRole({ accountId: admin.accountId, role })
      await expect(own).rejects.toMatchObject({ code: 'CONFLICT' })
    }
    for (const who of ['admin', 'owner'] as const) {
      const removal = inAcme(who).members.remove({ accountId: owner.accountId })
      await expect(removal).rejects.toMatchObject({ code: 'CONFLICT' })
    }
    expect((await inAcme('owner').members.list()).find(({ role }) => role === 'owner')).toMatchObject({
      accountId: owner.accountId,
    })
  })

  it('lose access as soon as they are removed', async () => {
    const { accountId, inAcme: rpc } = await join('Removed', 'editor')
    expect(await inAcme('admin').members.remove({ accountId })).toEqual({ outcome: 'removed' })
    await expect(rpc.flows.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(inAcme('admin').members.remove({ accountId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('can’t join again with an invitation that they created', async () => {
    for (const end of ['removed', 'demoted', 'left']) {
      const { accountId, inAcme: rpc, invitations } = await join(`Sly-${end}`, 'admin')
      const secret = secretOf(await rpc.invitations.create({ role: 'admin' }))
      if (end === 'removed') await inAcme('owner').members.remove({ accountId })
      if (end === 'demoted') await inAcme('owner').members.setRole({ accountId, role: 'viewer' })
      if (end === 'left') await rpc.organizations.leave()
      await expect(invitations.redeem({ secret })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  it('can, as builders, use credentials that they may not read or change', async () => {
    const base = await world.http(createFakeApi().listener)
    const created = await inAcme('editor').credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const credentialId = created.credential.id
    const builder = inAcme('builder')

    // The fields that the picker needs.
    const { items } = await builder.credentials.list({ componentId: 'http' })
    expect(items).toMatchObject([{ id: credentialId, name: 'Shop', status: 'verified' }])
    expect(JSON.stringify(items)).not.toContain('baseUrl')
    expect(await builder.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
    const flow = await builder.flows.save({
      name: 'Sync',
      steps: [{ name: 'One', componentId: 'http', credentialId }],
    })
    assertSaved(flow)
    expect(await builder.flows.activate({ flowId: flow.id })).toEqual({ outcome: 'active' })
    expect(await builder.credentials.usage({ credentialId })).toMatchObject({ flows: [{ id: flow.id }] })

    for (const call of [
      () => builder.credentials.get({ credentialId }),
      () => builder.credentials.update({ credentialId, version: 1, name: 'Mine' }),
      () => builder.credentials.remove({ credentialId }),
      () => builder.credentials.create(fakeApiCredential(base, 'Another')),
      () => inAcme('viewer').credentials.get({ credentialId }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('are recorded when they join, change roles and are removed', async () => {
    const { accountId } = await join('Recorded', 'editor')
    await inAcme('admin').members.setRole({ accountId, role: 'builder' })
    await inAcme('admin').members.remove({ accountId })
    const { items } = await inAcme('owner').audit.list({ subjectId: accountId })
    const admin = { kind: 'person', id: acme.people.admin.accountId }
    expect(items).toMatchObject([
      { action: 'member.removed', actor: admin, detail: { role: 'builder' } },
      { action: 'member.role_changed', actor: admin, detail: { role: 'builder', before: 'editor' } },
      { action: 'member.joined', actor: { id: accountId }, detail: { role: 'editor' } },
    ])
  })
})
