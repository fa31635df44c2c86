import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createMailbox, type Mailbox } from '../../../testing/servers/mail-server.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam, secretOf, type Team } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Config } from '../../config.ts'

const DAY = 24 * 3600 * 1000

describe.each(engines)('invitations by e-mail on %s', (engine) => {
  let world: World
  let mailbox: Mailbox
  let stepkey: Stepkey
  let acme: Team
  beforeAll(async () => {
    world = await createWorld()
    mailbox = await createMailbox()
    // Nothing private may be reached, but for the operator's mail server.
    stepkey = await startStepkey(engine, { outside: world.ports, allow: [], config: mailFrom(mailbox.port) })
    acme = await createTeam(stepkey)
  })
  afterAll(async () => {
    await stepkey.stop()
    await mailbox.close()
    await world.close()
  })
  beforeEach(() => {
    mailbox.letters.length = 0
  })

  const mailFrom = (port: number): Pick<Config, 'mail'> => ({
    mail: {
      host: '127.0.0.1',
      port,
      encryption: 'none',
      from: { name: 'Stepkey', address: 'stepkey@example.com' },
    },
  })
  const inAcme = (role: keyof Team['people']) => acme.people[role].in(acme.organizationId)
  const invite = (email = 'ben@example.com') => inAcme('admin').invitations.create({ role: 'builder', email })
  const letters = () => mailbox.letters.map(({ to }) => to)

  it('are for owners and admins, too', async () => {
    for (const role of ['editor', 'builder', 'viewer'] as const) {
      await expect(
        inAcme(role).invitations.create({ role: 'viewer', email: 'ben@example.com' }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const own = acme.people.owner.invitations.create({ role: 'viewer', email: 'ben@example.com' })
    await expect(own).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(letters()).toEqual([])
  })

  it('are offered where the operator has a mail server, and sent only to whom it is said', async () => {
    expect(await stepkey.visitor().accounts.welcome()).toMatchObject({ mail: true })
    const answer = await inAcme('admin').invitations.create({ role: 'builder' })
    expect(Object.keys(answer).sort()).toEqual(['invitation', 'url'])
    expect(letters()).toEqual([])
  })

  it('tell who invites, to what, as what, the way in and until when', async () => {
    const { url, sent, problem } = await invite(' Ben@Example.com ')
    expect({ sent, problem }).toEqual({ sent: true, problem: undefined })
    expect(mailbox.letters).toMatchObject([
      {
        from: 'stepkey@example.com',
        to: ['ben@example.com'],
        headers: {
          to: 'ben@example.com',
          subject: 'Acme-admin invites you to Acme',
        },
      },
    ])
    const text = mailbox.letters[0]?.text ?? ''
    expect(text).toContain(
      'Acme-admin (acme-admin@example.com) invites you to join the organization “Acme” in Stepkey, with the role builder.',
    )
    expect(text).toContain(`\n${url}\n`)
    expect(text).toContain('It works once, until 2026-11-08, 12:00 UTC.')

    const ben = await stepkey.signUp('Ben', secretOf({ url: text.match(/http\S+/)?.[0] ?? '' }))
    expect(await ben.accounts.me()).toMatchObject({ workspaces: [{}, { name: 'Acme', role: 'builder' }] })
  })

  it('are recorded with the address, never with the link', async () => {
    const { invitation, url } = await invite()
    const { items } = await inAcme('owner').audit.list({ subjectId: invitation.id })
    expect(items).toMatchObject([
      { action: 'invitation.created', detail: { role: 'builder', email: 'ben@example.com' } },
    ])
    expect(JSON.stringify(items)).not.toContain(secretOf({ url }))
    expect(stepkey.logged.join('\n')).not.toContain(secretOf({ url }))
  })

  it.each([
    'nobody',
    'a@b@c',
    'ben@example.com, eve@example.com',
    'Ben <ben@example.com>',
    'a;b@example.com',
  ])('are not made for what is no address: %s', async (email) => {
    const before = await inAcme('owner').invitations.list()
    await expect(invite(email)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await inAcme('owner').invitations.list()).toEqual(before)
    expect(letters()).toEqual([])
  })

  it('stand, and say why nothing was sent, when the mail server does not deliver to the address', async () => {
    const { url, sent, problem } = await invite('unknown@example.com')
    expect({ sent, problem }).toEqual({
      sent: false,
      problem:
        'No mail was sent: the mail server does not deliver to this address. Check it. The link works all the same: hand it over yourself.',
    })
    expect(await stepkey.visitor().invitations.preview({ secret: secretOf({ url }) })).toMatchObject({
      organization: 'Acme',
    })
  })

  it('stand, and are answered soon, when the mail server is away, or never comes to the point', async () => {
    const endless = await world.tcp(async (socket) => {
      while (!socket.destroyed) {
        socket.write('220-wait\r\n')
        await setTimeout(5)
      }
    })
    for (const port of [1, endless]) {
      const own = await startStepkey(engine, {
        outside: world.ports,
        config: mailFrom(port),
        mailDeadline: 200,
      })
      const ada = await own.signUp('Ada')
      const { id } = await ada.organizations.create({ name: 'Away' })
      const began = performance.now()
      const answer = await ada.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })
      expect(performance.now() - began).toBeLessThan(2000)
      expect(answer).toMatchObject({ sent: false, problem: expect.stringMatching(/did not take it/) })
      expect(await ada.in(id).invitations.list()).toHaveLength(1)
      expect(own.logged.map((line) => JSON.parse(line).where)).toEqual(['mail'])
      await own.stop()
    }
  })

  it('say so where there is no mail server', async () => {
    const without = await startStepkey(engine)
    const ada = await without.signUp('Ada')
    const { id } = await ada.organizations.create({ name: 'Silent' })
    expect(await without.visitor().accounts.welcome()).toMatchObject({ mail: false })
    expect(await ada.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })).toMatchObject({
      sent: false,
      problem: expect.stringMatching(/no mail server/),
    })
    await without.stop()
  })

  it('keep names to their place, whatever stands in them', async () => {
    const { db } = stepkey.deps
    const evil = 'Eve\r\nBcc: eve@example.com\r\n\r\nOpen http://evil.example'
    const eve = await stepkey.signUp(`Eve`)
    const { id } = await eve.organizations.create({ name: 'Evil' })
    await db.updateTable('account').set({ name: evil }).where('id', '=', eve.accountId).execute()
    await db.updateTable('workspace').set({ name: evil }).where('id', '=', id).execute()
    await eve.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })
    expect(letters()).toEqual([['ben@example.com']])
    const [letter] = mailbox.letters
    expect(letter?.headers).not.toHaveProperty('bcc')
    expect(letter?.headers.subject).toMatch(/^Eve Bcc: eve@example\.com Open/)
    expect(letter?.text.split('\n')[0]).toMatch(/^Eve Bcc: .* invites you to join .* role viewer\.$/)
  })

  it('open the mail server’s private address to nothing else', async () => {
    const values = {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'none',
      user: 'alice',
      password: 'a guess',
    }
    const guess = { componentId: 'smtp', methodId: 'password', values }
    expect(await inAcme('owner').credentials.verify(guess)).toMatchObject({ outcome: 'blocked' })
    expect(await invite()).toMatchObject({ sent: true })
  })

  it('are at most fifty a day for one organization, also when they are asked for at once', async () => {
    const ada = await stepkey.signUp('Ada')
    const { id } = await ada.organizations.create({ name: 'Busy' })
    const ask = () => ada.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })
    const answers = await Promise.all(Array.from({ length: 53 }, ask))
    expect(answers.filter(({ sent }) => sent)).toHaveLength(50)
    expect(letters()).toHaveLength(50)
    const late = await ask()
    expect(late).toMatchObject({ sent: false, problem: expect.stringMatching(/more than 50 within a day/) })
    expect(late.url).toMatch(/#invitation=/)
    // Others are not held up, nor are links without a mail.
    expect(await invite()).toMatchObject({ sent: true })
    expect(await ada.in(id).invitations.create({ role: 'viewer' })).not.toHaveProperty('sent')
    stepkey.pass(DAY)
    await ada.accounts.signIn({ email: ada.email, password: ada.password })
    expect(await ask()).toMatchObject({ sent: true })
  })
})
