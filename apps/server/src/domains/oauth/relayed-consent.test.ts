import type { CreateConnectSession } from '@stepkey/shared/connect-session'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { byConsent, connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Jar, type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { newToken } from '../../platform/opaque-token.ts'

const MINUTE = 60_000
const HOST = 'https://app.example.com'
const notFound = { code: 'NOT_FOUND' }

/** Consents that a page with a connect token begins, and attempts to get the grant of another person. */
describe.each(engines)('consents without an account on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let host: Caller
  let provider: AuthorizationServer
  let embedId: string
  let writer: string

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    host = stepkey.visitor({ apiKey: key })
    writer = (await alice.apiKeys.create({ name: 'Writer', scopes: ['write', 'read'] })).key
    embedId = (await alice.embeds.create({ name: 'App', origin: HOST })).id
  })
  beforeEach(async () => {
    provider = await createAuthorizationServer(world)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const open = async (input: Partial<z.input<typeof CreateConnectSession>> = {}, by = host) => {
    const { token } = await by.connectSessions.create({
      owner: 'org_1',
      componentIds: ['oauth2'],
      actions: ['create'],
      embedId,
      ...input,
    })
    return stepkey.visitor({ connectToken: token })
  }

  /** Begins a consent as a page with a connect token. */
  const begin = async (page: Caller, subject: object = { ...byConsent, values: provider.values }) => {
    const ticket = newToken().token
    const begun = await page.consents.begin({ ...subject, ticket })
    if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
    const { consentId, secret: consentSecret = '', url } = begun
    const finish = (from = page) => from.consents.finish({ consentId, consentSecret })
    return { ticket, consentId, consentSecret, url, finish }
  }

  /** A window in a browser of its own, or in that of a jar. */
  const openWindow = (jar: Jar = {}) => {
    const rpc = stepkey.visitor({ jar })
    return {
      jar,
      start: (ticket: string, openedFrom = 'self', more = {}) =>
        rpc.consents.start({ ticket, openedFrom, ...more }),
      /** Grants access at the provider, and brings the redirect. */
      async approve(url: string) {
        const parameters = Object.fromEntries(await provider.followConsent(url))
        const path = new URL(new URL(url).searchParams.get('redirect_uri') ?? '').pathname
        return { parameters, path, delivered: await rpc.consents.deliver({ parameters, path }) }
      },
      deliver: (parameters: Record<string, string>, path: string) =>
        rpc.consents.deliver({ parameters, path }),
    }
  }

  it('lead to a credential of the owner, and bind it to nothing else', async () => {
    const page = await open({ tags: { plan: 'pro' } })
    const { ticket, consentId, consentSecret, url, finish } = await begin(page)
    expect(await finish()).toEqual({ outcome: 'pending', interval: 1, isOpened: false })
    const window = openWindow()
    expect(await window.start(ticket)).toEqual({ outcome: 'redirect', url })
    expect(await finish()).toEqual({ outcome: 'pending', interval: 1, isOpened: true })
    expect((await window.approve(url)).delivered).toEqual({ outcome: 'delivered' })
    expect(await finish()).toMatchObject({ outcome: 'granted' })
    const input = { ...byConsent, name: 'Theirs', values: provider.values, consentId, consentSecret }
    const created = await page.credentials.create(input)
    assertSaved(created)
    expect(await alice.credentials.get({ credentialId: created.credential.id })).toMatchObject({
      owner: 'org_1',
      tags: { plan: 'pro' },
      status: 'verified',
      identity: expect.stringContaining('ada'),
    })
    await expect(page.credentials.create({ ...input, name: 'Again' })).rejects.toThrow('already used')
  })

  it('also work with a code, without a window', async () => {
    const page = await open({ methods: ['deviceCode'] })
    const { scope, clientId, client, baseUrl, testPath } = provider.values
    const values = { provider: provider.values.provider, scope, clientId, client, baseUrl, testPath }
    const subject = { componentId: 'oauth2', methodId: 'deviceCode', values }
    const begun = await page.consents.begin(subject)
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    const { consentId, secret: consentSecret } = begun
    await expect(page.consents.finish({ consentId, consentSecret: 'x' })).rejects.toMatchObject(notFound)
    expect(await page.consents.finish({ consentId, consentSecret })).toMatchObject({ outcome: 'pending' })
    await provider.enterUserCode(begun.userCode)
    stepkey.pass(begun.interval * 1000)
    expect(await page.consents.finish({ consentId, consentSecret })).toMatchObject({ outcome: 'granted' })
    const input = { ...subject, name: 'By code', consentId, consentSecret }
    assertSaved(await page.credentials.create(input))
  })

  it('connect a credential again, and ask before another account', async () => {
    const credential = await connected(alice, provider)
    const page = await open({
      owner: undefined,
      componentIds: undefined,
      actions: ['reconnect'],
      credentialId: credential.id,
    })
    const reconnect = async (more = {}) => {
      const { ticket, consentId, consentSecret, url, finish } = await begin(page, {
        credentialId: credential.id,
      })
      const window = openWindow()
      await window.start(ticket)
      await window.approve(url)
      expect(await finish()).toMatchObject({ outcome: 'granted' })
      const { version } = await page.credentials.get({ credentialId: credential.id })
      const input = { credentialId: credential.id, version, consentId, consentSecret, ...more }
      return await page.credentials.update(input)
    }
    expect(await reconnect()).toMatchObject({ outcome: 'saved', credential: { id: credential.id } })
    provider.person = 'bob'
    expect(await reconnect()).toMatchObject({ outcome: 'other_account' })
    expect(await reconnect({ allowOtherAccount: true })).toMatchObject({ outcome: 'saved' })
  })

  it('need a ticket, and say what is missing', async () => {
    const page = await open()
    const input = { ...byConsent, values: provider.values }
    await expect(page.consents.begin(input)).rejects.toMatchObject({
      cause: { fields: [{ path: 'ticket', message: expect.stringContaining('need a ticket') }] },
    })
    await expect(page.consents.begin({ ...input, ticket: 'short' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('are only for the page that began them: a session needs the secret, and the secret its session', async () => {
    const [page, other] = [await open(), await open()]
    const { ticket, consentId, consentSecret, url, finish } = await begin(page)
    const window = openWindow()
    await window.start(ticket)
    await window.approve(url)
    await expect(finish(other)).rejects.toMatchObject(notFound)
    for (const wrong of ['', 'x', newToken().token])
      await expect(page.consents.finish({ consentId, consentSecret: wrong })).rejects.toMatchObject(notFound)
    await expect(page.consents.finish({ consentId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(alice.consents.finish({ consentId, consentSecret })).rejects.toMatchObject(notFound)
    expect(await finish()).toMatchObject({ outcome: 'granted' })
    const stolen = { ...byConsent, name: 'Stolen', values: provider.values, consentId }
    await expect(other.credentials.create({ ...stolen, consentSecret })).rejects.toThrow('expired')
    await expect(page.credentials.create({ ...stolen, consentSecret: 'x' })).rejects.toThrow('expired')
    await expect(alice.credentials.create(stolen)).rejects.toThrow('expired')
  })

  describe('don’t give the grant of a victim to an attacker who', () => {
    it('sends the page of the provider to the victim', async () => {
      const attacker = await begin(await open())
      const attackersWindow = openWindow()
      await attackersWindow.start(attacker.ticket)
      const victim = await openWindow().approve(attacker.url)
      expect(victim.delivered).toEqual({ outcome: 'unknown' })
      expect(await attacker.finish()).toMatchObject({ outcome: 'pending' })
    })

    it('sends the address of the window to the victim', async () => {
      const attacker = await begin(await open())
      const victim = openWindow()
      for (const openedFrom of ['elsewhere', 'https://evil.example', `${HOST}.evil.example`, ''])
        expect(await victim.start(attacker.ticket, openedFrom)).toEqual({ outcome: 'elsewhere' })
      expect(await victim.start(attacker.ticket, 'unknown')).toEqual({ outcome: 'unconfirmed' })
      expect(victim.jar).toEqual({})
    })

    it('plants a cookie or a used ticket', async () => {
      const attacker = await begin(await open())
      const attackersWindow = openWindow()
      await attackersWindow.start(attacker.ticket)
      const victim = openWindow({ [`consent-${attacker.consentId}`]: 'planted' })
      expect(await victim.start(attacker.ticket)).toEqual({ outcome: 'unknown' })
      expect((await victim.approve(attacker.url)).delivered).toEqual({ outcome: 'unknown' })
    })

    it('swaps the states of two consents in the same browser', async () => {
      const page = await open()
      const [first, second] = [await begin(page), await begin(page)]
      const window = openWindow()
      await window.start(first.ticket)
      await window.start(second.ticket)
      const { parameters, path } = await openWindow().approve(first.url)
      const state = new URL(second.url).searchParams.get('state') ?? ''
      await window.deliver({ ...parameters, state }, path)
      expect(await second.finish()).toMatchObject({ outcome: 'refused' })
      expect(await first.finish()).toMatchObject({ outcome: 'pending' })
    })
  })

  it('take one redirect, of the browser that used the ticket, at the path of the provider', async () => {
    const page = await open()
    const { ticket, url, finish } = await begin(page)
    const window = openWindow()
    await window.start(ticket)
    expect(await openWindow().start(ticket), 'a ticket is used once').toEqual({ outcome: 'unknown' })
    const parameters = Object.fromEntries(await provider.followConsent(url))
    expect(await openWindow().deliver(parameters, '/oauth/callback')).toEqual({ outcome: 'unknown' })
    expect(await window.deliver(parameters, '/oauth/callback')).toEqual({ outcome: 'delivered' })
    const path = new URL(new URL(url).searchParams.get('redirect_uri') ?? '').pathname
    expect(await window.deliver(parameters, path), 'the cookie is used once').toEqual({ outcome: 'unknown' })
    // The path decides which provider sent it: this one was brought at the path of another provider.
    expect(await finish()).toMatchObject({ outcome: 'refused', reason: 'failed' })
  })

  it('ask in windows that the registered page opened, and if the browser doesn’t tell', async () => {
    const page = await open()
    const window = openWindow()
    for (const openedFrom of [HOST, 'unknown']) {
      const { ticket } = await begin(page)
      expect(await window.start(ticket, openedFrom)).toEqual({ outcome: 'unconfirmed' })
      expect(await window.start(ticket, openedFrom, { isConfirmed: true })).toMatchObject({
        outcome: 'redirect',
      })
    }
    const { ticket } = await begin(page)
    expect(await window.start(ticket, 'https://evil.example', { isConfirmed: true })).toEqual({
      outcome: 'elsewhere',
    })
    const link = await begin(await open({ embedId: undefined }))
    expect(await window.start(link.ticket, HOST), 'a session without an embed').toEqual({
      outcome: 'elsewhere',
    })
  })

  it('take a ticket for one consent only', async () => {
    const page = await open()
    const input = { ...byConsent, values: provider.values, ticket: newToken().token }
    const begun = await Promise.allSettled(Array.from({ length: 5 }, () => page.consents.begin(input)))
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect((await open()).consents.begin(input)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { fields: [{ path: 'ticket', message: expect.stringContaining('used before') }] },
    })
  })

  it('give a window no token after the API key of their session was revoked', async () => {
    const { apiKey, key } = await alice.apiKeys.create({ name: 'Revoked', scopes: ['connect'] })
    const page = await open({}, stepkey.visitor({ apiKey: key }))
    const { ticket, url } = await begin(page)
    const window = openWindow()
    await window.start(ticket, 'self', { sameTab: { name: 'Shop' } })
    await alice.apiKeys.revoke({ apiKeyId: apiKey.id })
    expect((await window.approve(url)).delivered).toEqual({ outcome: 'unknown' })
  })

  it('end after 15 minutes, and with their session, and only the newest ten are kept', async () => {
    const page = await open({ expiresIn: 3600 })
    const { ticket, finish } = await begin(page)
    stepkey.pass(16 * MINUTE)
    expect(await openWindow().start(ticket)).toEqual({ outcome: 'unknown' })
    expect(await finish()).toMatchObject({ outcome: 'refused', reason: 'expired' })
    const oldest = await begin(page)
    for (let more = 0; more < 10; more++) await begin(page)
    await expect(oldest.finish()).rejects.toMatchObject(notFound)
  })

  it('are refused to API keys, and for components and methods outside of the session', async () => {
    const subject = { ...byConsent, values: provider.values, ticket: newToken().token }
    await expect(stepkey.visitor({ apiKey: writer }).consents.begin(subject)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const page = await open({ methods: ['deviceCode'] })
    await expect(page.consents.begin(subject)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const chooser = await open({ actions: ['choose'] })
    await expect(chooser.consents.begin(subject)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
