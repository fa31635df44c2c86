import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { inviteFirstAccount } from './accounts.ts'

describe.each(engines)('accounts on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  const password = 'a long enough password'

  it('reports firstVisit until there is an account', async () => {
    expect(await stepkey.visitor().accounts.welcome()).toEqual({
      signUp: 'open',
      firstVisit: true,
      mail: false,
      signInProviders: [],
    })
    await stepkey.signUp('First')
    expect(await stepkey.visitor().accounts.welcome()).toEqual({
      signUp: 'open',
      firstVisit: false,
      mail: false,
      signInProviders: [],
    })
  })

  it('creates a personal workspace and a session at sign-up', async () => {
    const visitor = stepkey.visitor()
    const me = await visitor.accounts.signUp({ name: 'Ada', email: ' Ada@Example.com ', password })
    expect(me).toMatchObject({
      account: { name: 'Ada', email: 'ada@example.com' },
      workspaces: [{ name: 'Ada', kind: 'personal', role: 'owner' }],
    })
    expect(await visitor.accounts.me()).toEqual(me)
  })

  it('stores only hashes of passwords and session tokens', async () => {
    const accounts = await stepkey.deps.db.selectFrom('account').selectAll().execute()
    expect(accounts.every((row) => row.password_hash?.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'))).toBe(
      true,
    )
    const sessions = await stepkey.deps.db.selectFrom('session').selectAll().execute()
    expect(sessions.every((row) => /^[0-9a-f]{64}$/.test(row.token_hash))).toBe(true)
  })

  it('rejects a sign-up with an e-mail address that exists, in any case', async () => {
    await stepkey.visitor().accounts.signUp({ name: 'One', email: 'one@example.com', password })
    const again = stepkey.visitor().accounts.signUp({ name: 'Two', email: 'ONE@example.com', password })
    await expect(again).rejects.toMatchObject({
      cause: { code: 'invalid_input', fields: [{ path: 'email' }] },
    })
  })

  it('returns the same error for a wrong password and an unknown address', async () => {
    await stepkey.visitor().accounts.signUp({ name: 'Eve', email: 'eve@example.com', password })
    const wrong = stepkey.visitor().accounts.signIn({ email: 'eve@example.com', password: 'something else' })
    const unknown = stepkey.visitor().accounts.signIn({ email: 'unknown@example.com', password })
    const messages = await Promise.all(
      [wrong, unknown].map((attempt) => attempt.catch((error: Error) => error.message)),
    )
    expect(new Set(messages).size).toBe(1)
    await expect(wrong).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('ends a session at sign-out, and after thirty days', async () => {
    const visitor = stepkey.visitor()
    await visitor.accounts.signIn({ email: 'eve@example.com', password })
    await visitor.accounts.signOut()
    await expect(visitor.accounts.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })

    await visitor.accounts.signIn({ email: 'eve@example.com', password })
    stepkey.pass(30 * 24 * 3600 * 1000 + 1)
    await expect(visitor.accounts.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('returns not_found for a workspace of another account', async () => {
    const ann = await stepkey.signUp('Ann')
    const ben = stepkey.visitor({ workspaceId: ann.workspaceId })
    await ben.accounts.signUp({ name: 'Ben', email: 'ben@example.com', password })
    await expect(ben.credentials.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ben.flows.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe.each(engines)('sign-up by invitation on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine, { config: { signUp: 'invited' } })
  })
  afterAll(() => stepkey.stop())
  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }

  it('accepts the invitation for the first account once', async () => {
    const invitation = await inviteFirstAccount(stepkey.deps)
    await expect(stepkey.visitor().accounts.signUp(account)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      stepkey.visitor().accounts.signUp({ ...account, invitation: 'guess' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await stepkey.visitor().accounts.signUp({ ...account, invitation })
    const again = { ...account, email: 'bob@example.com', invitation }
    await expect(stepkey.visitor().accounts.signUp(again)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await inviteFirstAccount(stepkey.deps)).toBeUndefined()
  })
})

it('rejects every sign-up when sign-up is off', async () => {
  const stepkey = await startStepkey('sqlite', { config: { signUp: 'off' } })
  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
  await expect(stepkey.visitor().accounts.signUp(account)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await stepkey.stop()
})
