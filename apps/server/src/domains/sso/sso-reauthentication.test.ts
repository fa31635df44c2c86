import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type Browser,
  createBrowser,
  createIssuer,
  type Issuer,
} from '../../../testing/servers/oidc-issuer.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const HOUR = 3600
const START = '/auth/oidc/start'
const CONFIRM = '/auth/oidc/start?again=1&redirect=%2Fback'

describe.each(engines)('re-authentication through SSO on %s', (engine) => {
  let world: World
  let issuer: Issuer
  /** `withAuthTime` gets `auth_time` in every ID token, `stepkey` only on request. */
  let withAuthTime: Stepkey
  let withoutAuthTime: Stepkey

  beforeAll(async () => {
    world = await createWorld()
    issuer = await createIssuer(world)
    withAuthTime = await startStepkey(engine, {
      outside: world.ports,
      config: issuer.config({ sendsAuthTime: true }),
    })
    withoutAuthTime = await startStepkey(engine, { outside: world.ports, config: issuer.config() })
  })
  afterAll(async () => {
    await withAuthTime.stop()
    await withoutAuthTime.stop()
    await world.close()
  })
  let people = 0
  beforeEach(() => {
    Object.assign(issuer, { signedInAgo: 0, isCareless: false })
    issuer.person = { sub: `subject-${++people}`, email: `ada${people}@example.com`, name: 'Ada' }
    // The issuer uses the system clock.
    for (const { pass, deps } of [withAuthTime, withoutAuthTime]) pass(Date.now() - deps.clock().getTime())
  })

  /** Returns a signed-in browser whose user authenticated at the issuer that many seconds ago. */
  async function signedIn(stepkey: Stepkey, signedInAgo: number): Promise<Browser> {
    const browser = createBrowser(stepkey, issuer)
    issuer.signedInAgo = signedInAgo
    expect(await browser.follow(START)).toBe('/')
    issuer.signedInAgo = 0
    return browser
  }
  /** Returns whether a procedure that requires a recent authentication succeeds. */
  async function passesStepUp(browser: Browser) {
    const answer = await browser.call('apiKeys.create', { name: 'Engine', scopes: ['issue'] })
    return answer.code ?? 'done'
  }

  it('is required if the user authenticated at the issuer long ago, and not after a recent authentication', async () => {
    expect(await passesStepUp(await signedIn(withAuthTime, HOUR))).toBe('password_needed')
    const browser = await signedIn(withAuthTime, 0)
    expect(await passesStepUp(browser)).toBe('done')
    withAuthTime.pass(10 * 60_000)
    expect(await passesStepUp(browser)).toBe('password_needed')
  })

  it('is required if the issuer sends no auth_time', async () => {
    expect(await passesStepUp(await signedIn(withoutAuthTime, 0))).toBe('password_needed')
  })

  it('is required in spite of an issuer’s clock that is ahead', async () => {
    const browser = await signedIn(withAuthTime, -HOUR)
    expect(await passesStepUp(browser)).toBe('done')
    withAuthTime.pass(10 * 60_000)
    expect(await passesStepUp(browser)).toBe('password_needed')
  })

  it('makes the issuer authenticate the user again, and is then valid', async () => {
    for (const stepkey of [withAuthTime, withoutAuthTime]) {
      const browser = await signedIn(stepkey, HOUR)
      expect(await passesStepUp(browser)).toBe('password_needed')
      expect(await browser.follow(CONFIRM)).toBe('/back')
      expect(await passesStepUp(browser)).toBe('done')
    }
  })

  it('sends prompt and max_age, and only for a re-authentication', async () => {
    const question = async (start: string) => {
      const { headers } = await createBrowser(withAuthTime, issuer).request('GET', start)
      const { searchParams } = new URL(String(headers.location))
      return [searchParams.get('prompt'), searchParams.get('max_age')]
    }
    expect(await question(CONFIRM)).toEqual(['login', '0'])
    expect(await question(START)).toEqual([null, null])
  })

  it('is refused when the issuer did not authenticate again, and leaves the session unchanged', async () => {
    for (const stepkey of [withAuthTime, withoutAuthTime]) {
      const browser = await signedIn(stepkey, HOUR)
      issuer.isCareless = true
      expect(await browser.follow(CONFIRM)).toBe('/sign-in?problem=refused')
      expect(await passesStepUp(browser)).toBe('password_needed')
      issuer.isCareless = false
    }
  })

  it('can’t be faked by changing the cookie', async () => {
    const name = 'stepkey-sign-in'
    const forge = (change: (attempt: Record<string, unknown>) => void) => (cookie: string) => {
      const [text = '', signature] = cookie.split('.')
      const stored = JSON.parse(Buffer.from(text, 'base64url').toString())
      change(stored.attempt)
      return `${Buffer.from(JSON.stringify(stored)).toString('base64url')}.${signature}`
    }
    for (const change of [
      forge((attempt) => delete attempt.askedAgainAt),
      forge((attempt) => Object.assign(attempt, { askedAgainAt: 0 })),
    ]) {
      const browser = await signedIn(withAuthTime, HOUR)
      issuer.isCareless = true
      const away = await browser.request('GET', CONFIRM)
      browser.cookies.set(name, change(browser.cookies.get(name) ?? ''))
      expect(await browser.follow(String(away.headers.location))).toBe('/sign-in?problem=expired')
      expect(await passesStepUp(browser)).toBe('password_needed')
      issuer.isCareless = false
    }
  })
})
