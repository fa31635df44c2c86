import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type Browser,
  createBrowser,
  createIssuer,
  type Issuer,
} from '../../../testing/servers/oidc-issuer.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { secretOf } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const START = '/auth/oidc/start'

describe.each(engines)('an invitation of a user who signs in through SSO, on %s', (engine) => {
  let world: World
  let issuer: Issuer
  let stepkey: Stepkey
  let owner: Person
  let acme: string
  let invitation: string
  let browser: Browser
  let people = 0

  beforeAll(async () => {
    world = await createWorld()
    issuer = await createIssuer(world)
    stepkey = await startStepkey(engine, { outside: world.ports, config: issuer.config() })
    owner = await stepkey.signUp('Owner')
    acme = (await owner.organizations.create({ name: 'Acme' })).id
    stepkey.deps.config.signUp = 'invited'
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    issuer.consents = true
    issuer.person = { sub: `subject-${++people}`, email: `ada${people}@example.com`, name: 'Ada' }
    invitation = secretOf(await owner.in(acme).invitations.create({ role: 'builder' }))
    browser = createBrowser(stepkey, issuer)
  })

  /** Signs in through the issuer with the invitation. */
  async function signInThroughIssuer() {
    const { url } = (await browser.request('POST', START, { invitation })).json()
    return await browser.follow(url)
  }

  it('is kept through the sign-in, and redeemed by joining', async () => {
    expect(await signInThroughIssuer()).toBe(`/join#invitation=${invitation}`)
    const me = await browser.call('accounts.me')
    expect(me).toMatchObject({ account: { name: 'Ada' }, workspaces: [{ kind: 'personal' }] })
    const joined = await browser.call('invitations.redeem', { secret: invitation })
    expect(joined).toMatchObject({ workspace: { id: acme, role: 'builder' } })
    expect(await browser.call('invitations.preview', { secret: invitation })).toMatchObject({
      code: 'not_found',
    })
  })

  it('is kept for an existing account, too', async () => {
    await browser.follow(START)
    const { account } = await browser.call('accounts.me')
    browser.cookies.clear()
    expect(await signInThroughIssuer()).toBe(`/join#invitation=${invitation}`)
    expect(await browser.call('accounts.me')).toMatchObject({ account })
  })

  it('is in no URL that is sent to a server, and only in an HttpOnly cookie', async () => {
    const response = await browser.request('POST', START, { invitation })
    expect(response.json().url).not.toContain(invitation)
    expect(response.headers['cache-control']).toBe('no-store')
    const cookie = String(response.headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/Max-Age=600/)
    await browser.follow(response.json().url, {
      tamper: (path) => {
        expect(path).not.toContain(invitation)
        return path
      },
    })
    expect(browser.cookies.has('stepkey-sign-in')).toBe(false)
    expect(stepkey.logged.join('\n')).not.toContain(invitation)
  })

  it('is kept when the sign-in at the issuer fails', async () => {
    const back = (problem: string) => `/sign-in?problem=${problem}&redirect=%2Fjoin#invitation=${invitation}`
    issuer.consents = false
    expect(await signInThroughIssuer()).toBe(back('refused'))
    issuer.consents = true
    issuer.person.email = owner.email
    expect(await signInThroughIssuer()).toBe(back('email_taken'))

    const { oidc } = issuer.config()
    const withoutIssuer = await startStepkey(engine, {
      outside: world.ports,
      config: { oidc: oidc && { ...oidc, issuer: new URL('http://127.0.0.1:1') } },
    })
    const response = await createBrowser(withoutIssuer, issuer).request('POST', START, { invitation })
    expect(response.json()).toEqual({ url: back('unavailable') })
    await withoutIssuer.stop()
  })

  it('can’t be set by another site', async () => {
    for (const headers of [
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json', origin: 'https://evil.example' },
      { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await stepkey.app.inject({
        method: 'POST',
        url: START,
        headers: { host: 'localhost:4000', ...headers },
        payload: JSON.stringify({ invitation }),
      })
      expect(response.statusCode).toBe(403)
      expect(response.headers['set-cookie']).toBeUndefined()
    }
  })

  it.each([
    {},
    { invitation: '' },
    { invitation: 'a b' },
    { invitation: '"><script>' },
    { invitation: { a: 1 } },
  ])('is rejected when it is malformed: %o', async (body) => {
    const response = await browser.request('POST', START, body)
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ error: { data: { code: 'invalid_input' } } })
    expect(response.headers['set-cookie']).toBeUndefined()
  })
})
