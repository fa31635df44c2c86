import { verify } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { hashPassword, MAX_WAITING, verifyPassword } from './password-hash.ts'

/** Fills the queue of password hashes from one address. @returns a function that waits until it is empty */
function fillQueue(address: string) {
  const hashes = Array.from({ length: MAX_WAITING + 4 }, () => hashPassword('a long password', address))
  const settled = Promise.allSettled(hashes)
  return () => settled
}

describe('password hashes', () => {
  it('match their password only', async () => {
    const stored = await hashPassword('a long password', '192.0.2.1')
    expect(await verify(stored, 'a long password')).toBe(true)
    expect(await verifyPassword(stored, 'a long password', '192.0.2.1')).toBe(true)
    expect(await verifyPassword(stored, 'another password', '192.0.2.1')).toBe(false)
  })

  it.each([undefined, null])(
    'match no password if the account is missing or has none (%s)',
    async (stored) => {
      expect(await verifyPassword(stored, '', '192.0.2.1')).toBe(false)
    },
  )
})

describe('a full queue of password hashes', () => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey('sqlite')
  })
  afterAll(() => stepkey.stop())
  const account = (name: string) => ({
    name,
    email: `${name.toLowerCase()}@example.com`,
    password: 'a long enough password',
  })
  const flooder = '203.0.113.1'

  it('refuses the client that filled it with unavailable, and serves others', async () => {
    const { email, password } = await stepkey.signUp('Ada')
    const emptied = fillQueue(flooder)
    const refused = stepkey.visitor({ address: flooder }).accounts.signUp(account('Eve'))
    await expect(refused).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      cause: { code: 'unavailable', retryAfter: 5 },
    })
    const me = await stepkey.visitor({ address: '192.0.2.1' }).accounts.signIn({ email, password })
    expect(me.account.email).toBe(email)
    await emptied()
  })

  it('is answered over HTTP with 503 and Retry-After', async () => {
    for (const url of ['/trpc/accounts.signIn', '/api/v1/session']) {
      const emptied = fillQueue('127.0.0.1')
      const answer = await stepkey.app.inject({
        method: 'POST',
        url,
        headers: { host: 'localhost:4000' },
        payload: { email: 'unknown@example.com', password: 'a long password' },
      })
      expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } })
      await emptied()
    }
  })

  it('does not count refused attempts as wrong passwords', async () => {
    const { email, password } = await stepkey.signUp('Ben')
    const { accounts } = stepkey.visitor({ address: flooder })
    const emptied = fillQueue(flooder)
    for (let n = 0; n < 6; n++)
      await expect(accounts.signIn({ email, password })).rejects.toMatchObject({
        cause: { code: 'unavailable' },
      })
    await emptied()
    await accounts.signIn({ email, password })
  })

  it('is not needed to refuse a sign-up', async () => {
    const taken = await stepkey.signUp('Cleo')
    const invited = await startStepkey('sqlite', { config: { signUp: 'invited' } })
    const emptied = fillQueue(flooder)
    const visitor = (at: Stepkey) => at.visitor({ address: flooder }).accounts
    await expect(visitor(invited).signUp(account('Dan'))).rejects.toMatchObject({
      cause: { code: 'invitation_required' },
    })
    await expect(visitor(invited).signUp({ ...account('Dan'), invitation: 'guess' })).rejects.toMatchObject({
      cause: { code: 'invitation_required' },
    })
    await expect(visitor(stepkey).signUp({ ...account('Dan'), invitation: 'guess' })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    })
    await expect(visitor(stepkey).signUp({ ...account('Dan'), email: taken.email })).rejects.toMatchObject({
      cause: { code: 'invalid_input', fields: [{ path: 'email' }] },
    })
    await emptied()
    await invited.stop()
  })
})
