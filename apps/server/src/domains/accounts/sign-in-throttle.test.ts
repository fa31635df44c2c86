import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { deleteOldSignInFailures } from './sign-in-throttle.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

describe.each(engines)('failed sign-ins on %s', (engine) => {
  let stepkey: Stepkey
  let people = 0
  let network = 0
  let email: string
  let address: string
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  const right = 'a long enough password'
  beforeEach(async () => {
    email = `person${++people}@example.com`
    address = `203.0.113.${++network}`
    await stepkey.visitor().accounts.signUp({ name: 'Person', email, password: right })
  })

  /** Signs in. Returns the error code and message, or `in`. */
  async function attempt(password: string, { who = email, from = address } = {}) {
    const { accounts } = stepkey.visitor({ address: from })
    return await accounts.signIn({ email: who, password }).then(
      () => 'in',
      ({ cause: { code, message } }) => `${code}: ${message}`,
    )
  }
  async function fail(times: number, options: { who?: string; from?: string } = {}) {
    for (let n = 0; n < times; n++) expect(await attempt('wrong', options)).toMatch(/^unauthorized/)
  }
  const wait = (time: string) =>
    `too_many_requests: Too many attempts with a wrong password. Try again in ${time}.`

  it('get the same error for every password', async () => {
    await fail(4)
    expect(await attempt(right)).toBe('in')
  })

  it('require a wait after five in a row, which doubles with each further one', async () => {
    await fail(5)
    expect(await attempt('wrong')).toBe(wait('1 second'))
    // Even the right password has to wait; otherwise the wait would reveal which one is right.
    expect(await attempt(right)).toBe(wait('1 second'))
    for (const seconds of [1, 2, 4, 8, 16, 32]) {
      stepkey.pass(seconds * SECOND - 1)
      expect(await attempt('wrong')).toBe(wait('1 second'))
      stepkey.pass(1)
      await fail(1)
    }
    expect(await attempt('wrong')).toBe(wait('2 minutes'))
  })

  it('require a wait of fifteen minutes at most', async () => {
    for (let failures = 0; failures < 16; failures++) {
      await fail(1)
      stepkey.pass(15 * MINUTE)
    }
    await fail(1)
    expect(await attempt('wrong')).toBe(wait('15 minutes'))
    stepkey.pass(15 * MINUTE)
    expect(await attempt(right)).toBe('in')
  })

  it('are reset by a success, and after an hour', async () => {
    await fail(5)
    stepkey.pass(SECOND)
    expect(await attempt(right)).toBe('in')
    await fail(5)
    expect(await attempt('wrong')).toBe(wait('1 second'))
    stepkey.pass(60 * MINUTE)
    await fail(5)
  })

  it('don’t reveal whether the account exists', async () => {
    for (let n = 0; n < 8; n++) {
      const known = await attempt('wrong', { from: `198.51.100.${n}` })
      const unknown = await attempt('wrong', { who: 'unknown@example.com', from: `198.51.100.${n}` })
      expect(known).toBe(unknown)
    }
  })

  it('count for the account from every address, and not for other accounts', async () => {
    for (let n = 0; n < 5; n++) await fail(1, { from: `192.0.2.${n}` })
    expect(await attempt(right, { from: '192.0.2.99' })).toBe(wait('1 second'))
    const other = `other-${email}`
    await stepkey.visitor().accounts.signUp({ name: 'Other', email: other, password: right })
    expect(await attempt(right, { who: other })).toBe('in')
  })

  it('count for the address over all accounts, with a limit of twenty', async () => {
    for (let n = 0; n < 20; n++) await fail(1, { who: `try${n}@example.com` })
    expect(await attempt(right)).toBe(wait('1 second'))
    expect(await attempt(right, { from: '192.0.2.100' })).toBe('in')
    stepkey.pass(SECOND)
    expect(await attempt(right)).toBe('in')
    // A success neither makes the other users of the address wait, nor resets their failures.
    await fail(1, { who: 'try@example.com' })
    expect(await attempt(right)).toBe(wait('2 seconds'))
    stepkey.pass(2 * 3 * MINUTE)
    await fail(1, { who: 'last@example.com' })
    expect(await attempt(right)).toBe(wait('1 second'))
  })

  it('count for a whole IPv6 /64 network', async () => {
    const from = (n: number) => `2001:db8:1:${network}::${n}`
    for (let n = 0; n < 20; n++) await fail(1, { who: `v6try${n}@example.com`, from: from(n + 1) })
    expect(await attempt(right, { from: from(99) })).toBe(wait('1 second'))
    expect(await attempt(right, { from: `2001:db8:2:${network}::1` })).toBe('in')
  })

  it('never make users wait longer than the limit, even if the clock ran ahead and was corrected', async () => {
    const day = 24 * 60 * MINUTE
    stepkey.pass(2 * day)
    await fail(5)
    stepkey.pass(-2 * day)
    expect(await attempt(right)).toBe(wait('1 second'))
    stepkey.pass(SECOND)
    await stepkey.deps.db
      .updateTable('sign_in_failure')
      .set({ last_at: stepkey.deps.clock().toISOString() })
      .execute()
  })

  it('are limited for concurrent attempts, too', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')))
    expect(answers.filter((answer) => answer.startsWith('unauthorized'))).toHaveLength(5)
    expect(await attempt(right)).toBe(wait('1 second'))
  })

  it('count for re-authentication and password changes, too', async () => {
    const { accounts } = stepkey.visitor({ address })
    await accounts.signIn({ email, password: right })
    for (let n = 0; n < 5; n++) {
      const guess = n % 2 ? accounts.confirmPassword({ password: 'wrong' }) : change('wrong')
      await expect(guess).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    await expect(accounts.confirmPassword({ password: right })).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    })
    await expect(change(right)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    stepkey.pass(SECOND)
    expect(await accounts.confirmPassword({ password: right })).toEqual({ outcome: 'confirmed' })
    expect(await attempt(right)).toBe('in')

    function change(oldPassword: string) {
      return accounts.changePassword({ oldPassword, newPassword: right })
    }
  })

  it('are stored under a hash, and deleted when they are a day old', async () => {
    const { db, clock } = stepkey.deps
    const stored = () => db.selectFrom('sign_in_failure').selectAll().execute()
    await db.deleteFrom('sign_in_failure').execute()
    await fail(1)
    const last_at = clock().toISOString()
    const row = { key_hash: expect.stringMatching(/^[0-9a-f]{64}$/), failures: 1, last_at }
    expect(await stored(), 'one for the account and one for the address').toEqual([row, row])
    stepkey.pass(24 * 60 * MINUTE - 1)
    await deleteOldSignInFailures(db, clock())
    expect(await stored()).toHaveLength(2)
    stepkey.pass(1)
    await deleteOldSignInFailures(db, clock())
    expect(await stored()).toEqual([])
  })
})
