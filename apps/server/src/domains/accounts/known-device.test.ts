import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Jar, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

const SECOND = 1000

describe.each(engines)('a known device on %s', (engine) => {
  let stepkey: Stepkey
  let people = 0
  let email: string
  let device: string | undefined
  const right = 'a long enough password'
  const newPassword = 'another long password'
  const browser = (jar: Jar, address = '198.51.100.1') => stepkey.visitor({ jar, address }).accounts
  const throttled = { cause: { code: 'too_many_requests', retryAfter: expect.any(Number) } }

  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  beforeEach(async () => {
    email = `person${++people}@example.com`
    const jar: Jar = {}
    await browser(jar).signUp({ name: 'Person', email, password: right })
    device = jar.device
  })

  /** Signs in with a token for the device. Returns the error code, or `in`. */
  const attempt = (password: string, jar: Jar = {}, address?: string) =>
    browser(jar, address)
      .signIn({ email, password })
      .then(
        () => 'in',
        ({ cause }) => cause.code,
      )
  /** A stranger tries wrong passwords from many addresses. */
  async function lockOut() {
    for (let n = 0; n < 8; n++) await attempt('wrong', {}, `203.0.113.${n}`)
    expect(await attempt(right)).toBe('too_many_requests')
  }

  it('signs in while strangers lock out the account', async () => {
    await lockOut()
    expect(await attempt(right, { device })).toBe('in')
    expect(await attempt(right)).toBe('too_many_requests')
  })

  it('signs in while another user of its address is locked out', async () => {
    for (let n = 0; n < 21; n++)
      await browser({})
        .signIn({ email: `try${n}@example.com`, password: 'wrong' })
        .catch(() => undefined)
    expect(await attempt(right)).toBe('too_many_requests')
    expect(await attempt(right, { device })).toBe('in')
    stepkey.pass(3600 * SECOND)
  })

  it('is known after a sign-in, and after signing out', async () => {
    const jar: Jar = {}
    expect(await attempt(right, jar)).toBe('in')
    await browser(jar).signOut()
    expect(jar).toEqual({ device: expect.any(String) })
    await lockOut()
    expect(await attempt(right, jar)).toBe('in')
  })

  it('has a throttle of its own', async () => {
    for (let n = 0; n < 5; n++) expect(await attempt('wrong', { device })).toBe('unauthorized')
    expect(await attempt(right, { device })).toBe('too_many_requests')
    expect(await attempt(right)).toBe('in')
    stepkey.pass(SECOND)
    expect(await attempt(right, { device })).toBe('in')
  })

  it('is limited for concurrent attempts, too', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong', { device })))
    expect(answers.filter((answer) => answer === 'unauthorized')).toHaveLength(5)
  })

  it('is unknown for other accounts, and with a changed token', async () => {
    const foreign: Jar = {}
    await browser(foreign).signUp({ name: 'Other', email: `other-${email}`, password: right })
    await lockOut()
    const [id, mac] = String(device).split('.')
    for (const token of [foreign.device, `x${id}.${mac}`, `${id}.x${mac}`, `${id}`, `.${mac}`, ''])
      expect(await attempt(right, { device: token ?? '' }), token).toBe('too_many_requests')
  })

  it('becomes unknown when the password changes, except the one that changed it', async () => {
    const jar: Jar = {}
    await attempt(right, jar)
    const earlier = jar.device
    await browser(jar).changePassword({ oldPassword: right, newPassword })
    await lockOut()
    for (const token of [device, earlier])
      expect(await attempt(newPassword, { device: token ?? '' })).toBe('too_many_requests')
    expect(await attempt(newPassword, { ...(jar.device && { device: jar.device }) })).toBe('in')
  })

  it('reveals nothing about accounts that do not exist', async () => {
    const of = (who: string) =>
      browser({ ...(device && { device }) }, '192.0.2.77')
        .signIn({ email: who, password: 'wrong' })
        .catch(({ message, cause }) => `${cause.code} ${message}`)
    const other = `other-${email}`
    await browser({}).signUp({ name: 'Other', email: other, password: right })
    for (let n = 0; n < 7; n++) expect(await of(other)).toBe(await of(`unknown-${email}`))
  })

  it('confirms and changes the password in a session while strangers lock out the account', async () => {
    const jar: Jar = {}
    await attempt(right, jar)
    await lockOut()
    expect(await browser(jar).confirmPassword({ password: right })).toEqual({ outcome: 'confirmed' })
    expect(await browser(jar).changePassword({ oldPassword: right, newPassword })).toEqual({
      outcome: 'changed',
    })
  })

  it('is not locked out by wrong passwords in another session', async () => {
    const [own, stolen]: [Jar, Jar] = [{}, {}]
    await attempt(right, own)
    await attempt(right, stolen)
    for (let n = 0; n < 5; n++)
      await browser(stolen)
        .confirmPassword({ password: 'wrong' })
        .catch(() => undefined)
    await expect(browser(stolen).confirmPassword({ password: right })).rejects.toMatchObject(throttled)
    expect(await browser(own).confirmPassword({ password: right })).toEqual({ outcome: 'confirmed' })
  })
})

it.each([
  [
    'http://localhost:4000',
    /^stepkey-device=[\w-]+\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
  ],
  [
    'https://stepkey.example.com',
    /^__Host-stepkey-device=[\w-]+\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  ],
])('stores the token of a device in a cookie at %s, which signing out keeps', async (publicUrl, pattern) => {
  const stepkey = await startStepkey('sqlite', { config: { publicUrl, publicUrlIsSet: true } })
  const headers = { host: new URL(publicUrl).host, origin: publicUrl, 'content-type': 'application/json' }
  const post = (path: string, payload: object, cookie = '') =>
    stepkey.app.inject({ method: 'POST', url: `/trpc/${path}`, headers: { ...headers, cookie }, payload })
  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
  const { headers: answered } = await post('accounts.signUp', account)
  expect(answered['set-cookie']).toContainEqual(expect.stringMatching(pattern))
  const cookies = [answered['set-cookie']].flat().map((cookie) => String(cookie).split(';')[0])
  const signedOut = await post('accounts.signOut', {}, cookies.join('; '))
  expect(signedOut.statusCode).toBe(200)
  expect(signedOut.headers['set-cookie']).toMatch(/^(?:__Host-)?stepkey=;/)
  await stepkey.stop()
})
