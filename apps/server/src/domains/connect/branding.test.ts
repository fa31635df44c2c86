import type { Branding } from '@stepkey/shared/branding'
import { LANGUAGES } from '@stepkey/shared/languages'
import { en } from '@stepkey/shared/locales/en'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createMailbox, type Mailbox } from '../../../testing/servers/mail-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { findTokenOrigin } from './connect-session.ts'

const branding: Branding = {
  name: 'Acme',
  logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
  theme: { accent: '#0b7285' },
  helpUrl: 'https://help.acme.example',
  components: { petstore: { helpUrl: 'https://help.acme.example/pets' } },
  wording: { de: { 'picker.create': 'Konto verbinden' } },
}

/** Each member is short enough, but not all together. */
const tooMuch = {
  logo: `data:image/png;base64,${'A'.repeat(65_000)}`,
  wording: Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(
        Object.keys(en.common)
          .slice(0, 16)
          .map((id) => [`common.${id}`, 'x'.repeat(500)]),
      ),
    ]),
  ),
} satisfies Branding

describe.each(engines)('the branding of an embed on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let mailbox: Mailbox
  let alice: Person
  let bob: Person
  let host: Caller
  let embedId: string

  beforeAll(async () => {
    world = await createWorld()
    mailbox = await createMailbox()
    const mail = {
      host: '127.0.0.1',
      port: mailbox.port,
      encryption: 'none' as const,
      from: { name: 'Stepkey', address: 'stepkey@example.com' },
    }
    stepkey = await startStepkey(engine, { outside: world.ports, config: { mail } })
    alice = await stepkey.signUp('Alice')
    bob = await stepkey.signUp('Bob')
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    host = stepkey.visitor({ apiKey: key })
    embedId = (await alice.embeds.create({ name: 'App', origin: 'https://app.acme.example', branding })).id
  })
  afterAll(async () => {
    await stepkey.stop()
    await mailbox.close()
    await world.close()
  })

  const open = (link: string) =>
    stepkey.visitor().connectSessions.open({ secret: link.split('#link=')[1] ?? '' })
  const task = (token: string) => stepkey.visitor({ connectToken: token }).connectTokens.task()
  const redeem = (url: string) =>
    stepkey.visitor().requests.redeem({ secret: url.split('#request=')[1] ?? '' })

  it('reaches tokens and links of its sessions, with their language, and no others', async () => {
    const session = { componentIds: ['petstore'], actions: ['create' as const] }
    const created = await host.connectSessions.create({ ...session, embedId, locale: 'de-AT' })
    expect(await task(created.token)).toMatchObject({ branding, locale: 'de-AT' })
    expect(await open(created.connectLink)).toMatchObject({ branding, locale: 'de-AT' })

    const plain = await host.connectSessions.create(session)
    for (const answer of [await task(plain.token), await open(plain.connectLink)]) {
      expect(answer).not.toHaveProperty('branding')
      expect(answer).not.toHaveProperty('locale')
    }
  })

  it('reaches the pages and the mails of credential requests, without admitting the pages of the embed', async () => {
    const { url } = await alice.requests.create({
      componentId: 'petstore',
      name: 'Their pets',
      embedId,
      locale: 'de',
      email: 'carol@example.com',
    })
    const redeemed = await redeem(url)
    expect(redeemed).toMatchObject({ branding, locale: 'de' })
    expect(await task(redeemed.token)).toMatchObject({ branding, locale: 'de' })
    const [letter] = mailbox.letters
    expect(letter?.headers.subject).toMatch(/Bitte_um_Zugangsdaten/)
    expect(letter?.text).toContain('Zugangsdaten')
    expect(await findTokenOrigin(stepkey.deps, redeemed.token)).toBeNull()
  })

  it('can be changed and removed, and stays when only the name changes', async () => {
    const { id, branding: before } = await alice.embeds.create({
      name: 'Other',
      origin: 'https://other.example',
      branding,
    })
    expect(before).toEqual(branding)
    expect(await alice.embeds.update({ embedId: id, name: 'New name' })).toMatchObject({ branding })
    const changed = await alice.embeds.update({ embedId: id, branding: { name: 'Acme 2' } })
    expect(changed.branding).toEqual({ name: 'Acme 2' })
    expect(await alice.embeds.update({ embedId: id, branding: null })).toMatchObject({ branding: null })
  })

  it('is that of Stepkey if another version stored it by other rules', async () => {
    const { id } = await alice.embeds.create({ name: 'Old', origin: 'https://old.example', branding })
    await stepkey.deps.db
      .updateTable('embed')
      .set({ branding: JSON.stringify({ ...branding, slogan: 'Former member' }) })
      .where('id', '=', id)
      .execute()
    expect((await alice.embeds.list()).find((embed) => embed.id === id)).toMatchObject({ branding: null })
    const { token } = await host.connectSessions.create({
      componentIds: ['petstore'],
      actions: ['create'],
      embedId: id,
    })
    expect(await task(token)).not.toHaveProperty('branding')
  })

  it('stays behind when the embed of a request is deleted', async () => {
    const { id } = await alice.embeds.create({ name: 'Short', origin: 'https://short.example', branding })
    const { url } = await alice.requests.create({ componentId: 'petstore', name: 'Pets', embedId: id })
    await alice.embeds.remove({ embedId: id })
    expect(await redeem(url)).not.toHaveProperty('branding')
  })

  it('can’t be that of another workspace', async () => {
    await expect(
      bob.requests.create({ componentId: 'petstore', name: 'Pets', embedId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each<[string, Branding, string]>([
    ['more than pages should load', { logo: tooMuch.logo, wording: tooMuch.wording }, 'branding'],
    ['an unknown text', { wording: { en: { 'picker.nothing': 'x' } } }, 'branding.wording.en'],
    ['an unknown argument', { wording: { en: { 'picker.create': '{secret}' } } }, 'branding.wording.en'],
    ['an unknown tag', { wording: { en: { 'picker.create': '<b>Add</b>' } } }, 'branding.wording.en'],
    ['a broken argument', { wording: { en: { 'picker.wasSaved': '{name is' } } }, 'branding.wording.en'],
    ['a script as the logo', { logo: 'data:text/html;base64,PHNjcmlwdD4=' }, 'branding.logo'],
    ['a help link without encryption', { helpUrl: 'http://help.example' }, 'branding.helpUrl'],
    ['a help link that runs a script', { helpUrl: 'javascript:alert(1)' }, 'branding.helpUrl'],
  ])('refuses %s, and names the member', async (_, wrong, path) => {
    const call = alice.embeds.update({ embedId, branding: wrong })
    await expect(call).rejects.toMatchObject({
      cause: { fields: [{ path: expect.stringContaining(path) }] },
    })
  })
})

describe('a language', () => {
  it('is a tag, and one without texts means English', async () => {
    const stepkey = await startStepkey('sqlite')
    try {
      const alice = await stepkey.signUp('Alice')
      const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
      const host = stepkey.visitor({ apiKey: key })
      const session = { componentIds: ['petstore'], actions: ['create' as const] }
      await expect(host.connectSessions.create({ ...session, locale: 'not a tag' })).rejects.toMatchObject({
        cause: { fields: [{ path: 'locale' }] },
      })
      const { token } = await host.connectSessions.create({ ...session, locale: 'it' })
      const visitor = stepkey.visitor({ connectToken: token })
      expect(await visitor.connectTokens.task()).toMatchObject({ locale: 'it' })
    } finally {
      await stepkey.stop()
    }
  })
})
