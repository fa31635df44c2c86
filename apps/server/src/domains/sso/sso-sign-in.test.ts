import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createBrowser, createIssuer, type Issuer } from '../../../testing/servers/oidc-issuer.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { inviteFirstAccount } from '../accounts/accounts.ts'

describe.each(engines)('sign-in through SSO on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let issuer: Issuer

  beforeAll(async () => {
    world = await createWorld()
    issuer = await createIssuer(world)
    stepkey = await startStepkey(engine, { outside: world.ports, config: issuer.config() })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(() => {
    issuer.person = { sub: `subject-${++people}`, email: `ada${people}@example.com`, name: 'Ada' }
    issuer.consents = true
  })

  /** Signs in with a new browser. Returns it with the final path. */
  async function signInThroughIssuer(
    at = stepkey,
    { start = '/auth/oidc/start', tamper = (path: string) => path } = {},
  ) {
    const browser = createBrowser(at, issuer)
    return { path: await browser.follow(start, { tamper }), browser }
  }
  const whoIs = async (browser: ReturnType<typeof createBrowser>) =>
    (await browser.call('accounts.me')).account

  it('is offered with the name of the provider', async () => {
    expect(await stepkey.visitor().accounts.welcome()).toMatchObject({ company: 'Acme' })
  })

  it('creates an account at the first sign-in, and finds it again after a change of the e-mail address', async () => {
    const first = await signInThroughIssuer()
    expect(first.path).toBe('/')
    const account = await whoIs(first.browser)
    expect(account).toMatchObject({ name: 'Ada', email: issuer.person.email })
    issuer.person = { sub: issuer.person.sub, email: 'married@example.com', name: 'Ada King' }
    const second = await signInThroughIssuer()
    expect(await whoIs(second.browser)).toEqual(account)
  })

  it('removes unprintable characters from the name', async () => {
    issuer.person.name = ' Ada\r\nBcc: eve@example.com\u202e '
    expect(await whoIs((await signInThroughIssuer()).browser)).toMatchObject({
      name: 'Ada Bcc: eve@example.com',
    })
    issuer.person = { sub: `blank-${people}`, email: `blank${people}@example.com`, name: '\u0000 ' }
    expect(await whoIs((await signInThroughIssuer()).browser)).toMatchObject({ name: issuer.person.email })
  })

  it('returns to the requested page, but never to another site', async () => {
    const inside = await signInThroughIssuer(stepkey, { start: '/auth/oidc/start?redirect=%2Fw%2F1%2Fflows' })
    expect(inside.path).toBe('/w/1/flows')
    for (const elsewhere of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/%0d%0aset-cookie: x',
    ]) {
      const start = `/auth/oidc/start?redirect=${encodeURIComponent(elsewhere)}`
      expect((await signInThroughIssuer(stepkey, { start })).path).toMatch(/^\/(?![/\\])/)
    }
  })

  it('never signs in to an account by its e-mail address alone', async () => {
    const alice = await stepkey.signUp(`Alice${people}`)
    issuer.person.email = alice.email
    const { path, browser } = await signInThroughIssuer()
    expect(path).toBe('/sign-in?problem=email_taken')
    expect(await whoIs(browser)).toBeUndefined()
  })

  it('refuses a callback that does not belong to this browser’s request', async () => {
    const changePart = (part: string) => (path: string) =>
      path.replace(new RegExp(`([?&]${part}=)[^&]+`), '$1spoilt')
    for (const part of ['state', 'code', 'iss']) {
      const { path, browser } = await signInThroughIssuer(stepkey, { tamper: changePart(part) })
      expect({ part, path }).toEqual({ part, path: '/sign-in?problem=refused' })
      expect(await whoIs(browser)).toBeUndefined()
    }
    const uninvited = await createBrowser(stepkey, issuer).request(
      'GET',
      '/auth/oidc/callback?code=x&state=y',
    )
    expect(uninvited.headers.location).toBe('/sign-in?problem=expired')
  })

  it('refuses a callback with an attempt of another browser, session or time', async () => {
    const name = 'stepkey-sign-in'
    const attacker = createBrowser(stepkey, issuer)
    const away = String((await attacker.request('GET', '/auth/oidc/start')).headers.location)
    const attempt = attacker.cookies.get(name) ?? ''
    const victim = (await signInThroughIssuer()).browser
    const account = await whoIs(victim)

    for (const cookie of [attempt, attempt.replace(/\.[^.]*$/, ''), `x${attempt}`, '', '.', '%'])
      expect(await victim.follow(away, { tamper: withCookie(victim, cookie) }), cookie).toBe(
        '/sign-in?problem=expired',
      )
    expect(await whoIs(victim)).toEqual(account)

    const late = createBrowser(stepkey, issuer)
    const { headers } = await late.request('GET', '/auth/oidc/start')
    stepkey.pass(10 * 60_000)
    expect(await late.follow(String(headers.location))).toBe('/sign-in?problem=expired')

    function withCookie(browser: typeof victim, value: string) {
      return (path: string) => {
        browser.cookies.set(name, value)
        return path
      }
    }
  })

  it('keeps the attempt in a cookie that scripts and other hosts can neither read nor set', async () => {
    const publicUrl = 'https://stepkey.example.com'
    const config = { ...issuer.config(), publicUrl, publicUrlIsSet: true }
    const secure = await startStepkey(engine, { outside: world.ports, config })
    const cookieOf = async (at: Stepkey, host: string) =>
      (await at.app.inject({ url: '/auth/oidc/start', headers: { host } })).headers['set-cookie']
    expect(await cookieOf(secure, 'stepkey.example.com')).toMatch(
      /^__Host-stepkey-sign-in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await cookieOf(stepkey, 'localhost:4000')).toMatch(
      /^stepkey-sign-in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    await secure.stop()
  })

  it('reports a denied consent, a missing e-mail address, and disabled sign-up', async () => {
    issuer.consents = false
    expect((await signInThroughIssuer()).path).toBe('/sign-in?problem=refused')
    issuer.consents = true
    issuer.person = { sub: `no-email-${people}` }
    expect((await signInThroughIssuer()).path).toBe('/sign-in?problem=no_email')
    const closed = await startStepkey(engine, {
      outside: world.ports,
      config: { ...issuer.config(), signUp: 'off' },
    })
    issuer.person = { sub: `late-${people}`, email: 'late@example.com' }
    expect((await signInThroughIssuer(closed)).path).toBe('/sign-in?problem=no_new_accounts')
    await closed.stop()
  })

  it('can be retried after the issuer was unavailable', async () => {
    const { oidc } = issuer.config()
    const withoutIssuer = await startStepkey(engine, {
      outside: world.ports,
      config: { oidc: oidc && { ...oidc, issuer: new URL('http://127.0.0.1:1') } },
    })
    expect((await signInThroughIssuer(withoutIssuer)).path).toBe('/sign-in?problem=unavailable')
    await withoutIssuer.stop()
  })

  it('can create the first account, which invalidates the printed invitation', async () => {
    const config = { ...issuer.config(), signUp: 'invited' as const }
    const fresh = await startStepkey(engine, { outside: world.ports, config })
    const invitation = await inviteFirstAccount(fresh.deps)
    const { browser } = await signInThroughIssuer(fresh)
    expect(await whoIs(browser)).toMatchObject({ name: 'Ada' })
    await expect(fresh.signUp('Finder', invitation)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await fresh.stop()
  })

  it('is recorded in the audit log', async () => {
    const { browser } = await signInThroughIssuer()
    const { items } = await browser.call('audit.list')
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'account.signed_in',
      'account.created',
    ])
    expect(items[1].detail).toMatchObject({ issuer: issuer.url })
  })
})

it('returns not_found when SSO is not configured', async () => {
  const stepkey = await startStepkey('sqlite')
  for (const method of ['GET', 'POST'] as const) {
    const response = await stepkey.app.inject({
      method,
      url: '/auth/oidc/start',
      headers: { host: 'localhost:4000' },
      ...(method === 'POST' && { payload: { invitation: 'x' } }),
    })
    expect(response.statusCode).toBe(404)
  }
  await stepkey.stop()
})
