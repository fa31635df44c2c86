import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { secretOf } from '../../../testing/team.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

describe.each(engines)('the API keys of a member, on %s', (engine) => {
  let stepkey: Stepkey
  let people = 0
  let owner: Person
  let admin: Person
  /** The organization, as its owner and as an admin call it. */
  let asOwner: Caller
  let asAdmin: Caller
  let key: string
  let apiKeyId: string

  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  beforeEach(async () => {
    owner = await stepkey.signUp(`Olga${++people}`)
    const { id } = await owner.organizations.create({ name: 'Acme' })
    asOwner = owner.in(id)
    admin = await stepkey.signUp(
      `Adam${people}`,
      secretOf(await asOwner.invitations.create({ role: 'admin' })),
    )
    asAdmin = admin.in(id)
    const created = await asAdmin.apiKeys.create({ name: 'Engine', scopes: ['read'] })
    key = created.key
    apiKeyId = created.apiKey.id
  })

  const works = () =>
    stepkey
      .visitor({ apiKey: key })
      .flows.list()
      .then(
        () => true,
        () => false,
      )
  const list = async () =>
    (await asOwner.apiKeys.list()).map(({ name, createdBy }) => [name, createdBy?.name])
  const entries = async (action: 'api_key.revoked' | 'api_key.taken_over') =>
    (await asOwner.audit.list({ action })).items.map(({ subjectId }) => subjectId)
  const roles = async () => (await asOwner.members.list()).map(({ role }) => role)
  const undecided = () => ({
    outcome: 'has_api_keys',
    apiKeys: [{ id: apiKeyId, name: 'Engine', prefix: key.slice(0, 14) }],
  })

  it('are listed with their creator', async () => {
    expect(await list()).toEqual([['Engine', `Adam${people}`]])
  })

  it('must be decided on before the member is removed', async () => {
    const { accountId } = admin
    expect(await asOwner.members.remove({ accountId })).toEqual(undecided())
    expect(await roles()).toEqual(['admin', 'owner'])
    expect(await works()).toBe(true)

    expect(await asOwner.members.remove({ accountId, apiKeys: 'revoke' })).toEqual({ outcome: 'removed' })
    expect(await works()).toBe(false)
    expect(await entries('api_key.revoked')).toEqual([apiKeyId])
  })

  it('can be taken over when the member is removed', async () => {
    const { accountId } = admin
    const removed = await asOwner.members.remove({ accountId, apiKeys: 'take_over' })
    expect(removed).toEqual({ outcome: 'removed' })
    expect(await works()).toBe(true)
    expect(await list()).toEqual([['Engine', `Olga${people}`]])
    expect(await entries('api_key.taken_over')).toEqual([apiKeyId])
  })

  it('must be decided on before a role without the permission is assigned', async () => {
    const { accountId } = admin
    const change = { accountId, role: 'editor' } as const
    expect(await asOwner.members.setRole({ accountId, role: 'admin' })).toEqual({ outcome: 'changed' })
    expect(await asOwner.members.setRole(change)).toEqual(undecided())
    expect(await roles()).toEqual(['admin', 'owner'])
    expect(await asOwner.members.setRole({ ...change, apiKeys: 'revoke' })).toEqual({ outcome: 'changed' })
    expect(await works()).toBe(false)
  })

  it('are revoked when the member leaves, unless another admin took them over', async () => {
    expect(await asAdmin.organizations.leave()).toEqual(undecided())
    const other = await asAdmin.apiKeys.create({ name: 'Important', scopes: ['read'] })
    expect(await asOwner.apiKeys.takeOver({ apiKeyId: other.apiKey.id })).toEqual({ outcome: 'taken_over' })
    expect(await asAdmin.organizations.leave({ apiKeys: 'revoke' })).toEqual({ outcome: 'left' })
    expect(await works()).toBe(false)
    key = other.key
    expect(await works()).toBe(true)
  })

  it('don’t matter if they are revoked or expired', async () => {
    await asAdmin.apiKeys.revoke({ apiKeyId })
    const expiresAt = new Date(stepkey.deps.clock().getTime() + 1000).toISOString()
    await asAdmin.apiKeys.create({ name: 'Short', scopes: ['read'], expiresAt })
    stepkey.pass(2000)
    expect(await asAdmin.organizations.leave()).toEqual({ outcome: 'left' })
  })

  it('can’t be taken over by members of other organizations', async () => {
    const mallory = await stepkey.signUp(`Mallory${people}`)
    await expect(mallory.apiKeys.takeOver({ apiKeyId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await list()).toEqual([['Engine', `Adam${people}`]])
  })
})
