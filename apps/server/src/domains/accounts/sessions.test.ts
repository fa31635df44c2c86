import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Appearance, type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

const MINUTE = 60_000

describe.each(engines)('sessions on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())

  /** Signs the user in with another browser. */
  async function elsewhere({ email, password }: Person, appearance: Appearance = {}) {
    const rpc = stepkey.visitor(appearance)
    await rpc.accounts.signIn({ email, password })
    return rpc
  }
  const signedOut = { code: 'UNAUTHORIZED' }

  it('requires a session and the permission', async () => {
    const { sessions } = stepkey.visitor()
    await expect(sessions.list()).rejects.toMatchObject(signedOut)
    await expect(sessions.revoke({ sessionId: 'x' })).rejects.toMatchObject(signedOut)
    await expect(sessions.revokeOthers()).rejects.toMatchObject(signedOut)
  })

  it('are listed with address and user agent; the current one is marked', async () => {
    const ada = await stepkey.signUp('Ada')
    stepkey.pass(MINUTE)
    const phone = await elsewhere(ada, { address: '203.0.113.7', userAgent: 'A phone' })
    expect(await phone.sessions.list()).toEqual([
      {
        id: expect.any(String),
        userAgent: 'A phone',
        address: '203.0.113.7',
        createdAt: '2026-11-01T12:01:00.000Z',
        lastUsedAt: '2026-11-01T12:01:00.000Z',
        current: true,
      },
      {
        id: expect.any(String),
        userAgent: null,
        address: '127.0.0.1',
        createdAt: '2026-11-01T12:00:00.000Z',
        lastUsedAt: '2026-11-01T12:00:00.000Z',
        current: false,
      },
    ])
  })

  it('store 200 printable characters of the user agent', async () => {
    const eve = await stepkey.signUp('Eve')
    const odd = await elsewhere(eve, { userAgent: ` \u202e\0${'x'.repeat(3000)}` })
    const agents = (await odd.sessions.list()).map(({ userAgent }) => userAgent)
    expect(agents).toContain('x'.repeat(200))
  })

  it('store the time of last use to the minute', async () => {
    const { accounts, sessions } = await stepkey.signUp('Mina')
    const used = async () => (await sessions.list())[0]?.lastUsedAt
    const at = await used()
    stepkey.pass(MINUTE - 1)
    await accounts.me()
    expect(await used()).toBe(at)
    stepkey.pass(1)
    await accounts.me()
    expect(new Date((await used()) ?? 0).getTime()).toBe(new Date(at ?? 0).getTime() + MINUTE)
  })

  it('are revoked one by one, or all others at once', async () => {
    const ann = await stepkey.signUp('Ann')
    const [phone, tablet, library] = [await elsewhere(ann), await elsewhere(ann), await elsewhere(ann)]
    const id = (await phone.sessions.list()).find(({ current }) => current)?.id ?? ''
    expect(await ann.sessions.revoke({ sessionId: id })).toEqual({ outcome: 'revoked' })
    await expect(phone.accounts.me()).rejects.toMatchObject(signedOut)
    await expect(ann.sessions.revoke({ sessionId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })

    expect(await ann.sessions.revokeOthers()).toEqual({ outcome: 'revoked', count: 2 })
    for (const rpc of [tablet, library]) await expect(rpc.accounts.me()).rejects.toMatchObject(signedOut)
    expect(await ann.sessions.list()).toHaveLength(1)
    expect(await ann.sessions.revokeOthers()).toEqual({ outcome: 'revoked', count: 0 })
  })

  it('of another account can’t be revoked', async () => {
    const [one, other] = [await stepkey.signUp('One'), await stepkey.signUp('Other')]
    const [foreign] = await other.sessions.list()
    await expect(one.sessions.revoke({ sessionId: foreign?.id ?? '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await one.sessions.revokeOthers()
    expect(await other.sessions.list()).toEqual([foreign])
  })

  it('are replaced when the same browser signs in again', async () => {
    const { accounts, sessions, email, password } = await stepkey.signUp('Rhea')
    const [before] = await sessions.list()
    await accounts.signIn({ email, password })
    const after = await sessions.list()
    expect(after).toHaveLength(1)
    expect(after[0]?.id).not.toBe(before?.id)
  })

  it('are recorded in the audit log when they begin and end', async () => {
    const { accounts, sessions, audit, email, password, accountId } = await stepkey.signUp('Rex')
    const rpc = stepkey.visitor({ address: '203.0.113.9' })
    await rpc.accounts.signIn({ email, password })
    await rpc.accounts.signOut()
    await stepkey.visitor().accounts.signIn({ email, password })
    await sessions.revokeOthers()
    await accounts.changePassword({ oldPassword: password, newPassword: 'another long password' })
    const { items } = await audit.list()
    expect(items.map(({ action, address }) => [action, address])).toEqual([
      ['account.password_changed', '127.0.0.1'],
      ['session.revoked', '127.0.0.1'],
      ['account.signed_in', '127.0.0.1'],
      ['account.signed_out', '203.0.113.9'],
      ['account.signed_in', '203.0.113.9'],
      ['account.created', '127.0.0.1'],
    ])
    expect(items.every(({ actor }) => actor.id === accountId)).toBe(true)
  })
})

it('stores address and user agent of a session from the request', async () => {
  const stepkey = await startStepkey('sqlite')
  await stepkey.signUp('Ada')
  await stepkey.app.inject({
    method: 'POST',
    url: '/trpc/accounts.signIn',
    remoteAddress: '127.0.0.9',
    headers: { host: 'localhost:4000', 'content-type': 'application/json', 'user-agent': 'Lynx' },
    payload: JSON.stringify({ email: 'ada@example.com', password: "Ada's long password" }),
  })
  const rows = await stepkey.deps.db.selectFrom('session').select(['address', 'user_agent']).execute()
  expect(rows).toContainEqual({ address: '127.0.0.9', user_agent: 'Lynx' })
  await stepkey.stop()
})
