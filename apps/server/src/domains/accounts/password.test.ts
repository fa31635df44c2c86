import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { secretOf } from '../../../testing/team.ts'

const MINUTE = 60_000

describe.each(engines)('the password on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  const newPassword = 'another long password'
  const wrongAt = (path: string) => ({ cause: { code: 'invalid_input', fields: [{ path }] } })
  const needed = { code: 'FORBIDDEN', cause: { code: 'password_needed' } }

  it('requires a session and the permission', async () => {
    const { accounts } = stepkey.visitor()
    for (const call of [
      () => accounts.confirmPassword({ password: 'x' }),
      () => accounts.changePassword({ oldPassword: 'x', newPassword }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('is changed with the current one, which ends every other session', async () => {
    const { accounts, email, password } = await stepkey.signUp('Ada')
    const phone = stepkey.visitor()
    await phone.accounts.signIn({ email, password })
    const wrong = accounts.changePassword({ oldPassword: 'not my password', newPassword })
    await expect(wrong).rejects.toMatchObject(wrongAt('oldPassword'))
    await expect(
      accounts.changePassword({ oldPassword: password, newPassword: 'short' }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await phone.accounts.me()).toBeDefined()

    expect(await accounts.changePassword({ oldPassword: password, newPassword })).toEqual({
      outcome: 'changed',
    })
    await expect(phone.accounts.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await accounts.me()).toBeDefined()
    await expect(phone.accounts.signIn({ email, password })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await phone.accounts.signIn({ email, password: newPassword })
  })

  it('is changed once by two concurrent requests', async () => {
    const { accounts, email, password } = await stepkey.signUp('Twice')
    const choices = ['the first long password', 'the second long password']
    const outcomes = await Promise.allSettled(
      choices.map((choice) => accounts.changePassword({ oldPassword: password, newPassword: choice })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const chosen = choices[outcomes.findIndex(({ status }) => status === 'fulfilled')] ?? ''
    await stepkey.visitor().accounts.signIn({ email, password: chosen })
  })

  it('is required again after ten minutes by sensitive procedures', async () => {
    const { accounts, organizations, password, ...ann } = await stepkey.signUp('Ann')
    const { id } = await organizations.create({ name: 'Acme' })
    const acme = ann.in(id)
    const ben = await stepkey.signUp('Ben', secretOf(await acme.invitations.create({ role: 'viewer' })))
    const guarded = [
      () => acme.organizations.transfer({ accountId: ben.accountId }),
      () => acme.apiKeys.create({ name: 'Engine', scopes: ['read', 'issue'] }),
      () => acme.organizations.remove({}),
    ]
    stepkey.pass(10 * MINUTE)
    for (const call of guarded) await expect(call()).rejects.toMatchObject(needed)
    // Nothing was changed. Procedures that reveal nothing sensitive need no re-authentication.
    expect((await acme.members.list()).map(({ role }) => role)).toEqual(['owner', 'viewer'])
    await acme.apiKeys.create({ name: 'Reader', scopes: ['read'] })
    expect(await acme.apiKeys.list()).toHaveLength(1)

    await expect(accounts.confirmPassword({ password: 'not my password' })).rejects.toMatchObject(
      wrongAt('password'),
    )
    await expect(guarded[1]?.()).rejects.toMatchObject(needed)
    expect(await accounts.confirmPassword({ password })).toEqual({ outcome: 'confirmed' })
    stepkey.pass(10 * MINUTE - 1)
    expect(await guarded[1]?.()).toMatchObject({ apiKey: { scopes: ['read', 'issue'] } })
    expect(await guarded[2]?.()).toEqual({ outcome: 'deleted' })
  })

  it('confirmed in one session does not confirm another session', async () => {
    const { apiKeys, email, password, ...eve } = await stepkey.signUp('Eve')
    const phone = stepkey.visitor()
    await phone.accounts.signIn({ email, password })
    stepkey.pass(10 * MINUTE)
    await eve.accounts.confirmPassword({ password })
    const engine = { name: 'Engine', scopes: ['issue' as const] }
    await expect(phone.apiKeys.create(engine)).rejects.toMatchObject(needed)
    expect(await apiKeys.create(engine)).toMatchObject({ key: expect.any(String) })
  })

  it('does not replace a missing permission', async () => {
    const { in: at, organizations } = await stepkey.signUp('Olga')
    const { id } = await organizations.create({ name: 'Acme' })
    const secret = secretOf(await at(id).invitations.create({ role: 'admin' }))
    const admin = (await stepkey.signUp('Adam', secret)).in(id)
    stepkey.pass(10 * MINUTE)
    await expect(admin.organizations.remove({})).rejects.toMatchObject({ cause: { code: 'forbidden' } })
  })
})
