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
    // No private address is allowed; the operator's mail server needs no permission.
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

  it('can be created by owners and admins only', async () => {
    for (const role of ['editor', 'builder', 'viewer'] as const) {
      await expect(
        inAcme(role).invitations.create({ role: 'viewer', email: 'ben@example.com' }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const own = acme.people.owner.invitations.create({ role: 'viewer', email: 'ben@example.com' })
    await expect(own).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(letters()).toEqual([])
  })

  it('are offered when a mail server is configured, and sent only to a given address', async () => {
    expect(await stepkey.visitor().accounts.welcome()).toMatchObject({ mail: true })
    const answer = await inAcme('admin').invitations.create({ role: 'builder' })
    expect(Object.keys(answer).sort()).toEqual(['invitation', 'url'])
    expect(letters()).toEqual([])
  })

  it('contain the inviter, the organization, the role, the link and the expiry', async () => {
    const { url, sent, problem } = await invite(' Ben@Example.com ')
    expect({ sent, problem }).toEqual({ sent: true, problem: undefined })
    const invitations = await inAcme('owner').invitations.list()
    expect(invitations.map(({ email }) => email)).toContain('ben@example.com')
    expect(mailbox.letters).toMatchObject([
      {
        from: 'stepkey@example.com',
        to: ['ben@example.com'],
        headers: {
          to: 'ben@example.com',
          subject: 'You are invited to an organization in Stepkey',
        },
      },
    ])
    const text = mailbox.letters[0]?.text ?? ''
    expect(text).toContain(
      'Acme-admin (acme-admin@example.com) invites you to join the organization “Acme” in Stepkey, with the role builder.',
    )
    expect(text).toContain(`\n${url}\n`)
    expect(text).toContain('The link can be used once, until 2026-11-08, 12:00 UTC.')

    const ben = await stepkey.signUp('Ben', secretOf({ url: text.match(/http\S+/)?.[0] ?? '' }))
    expect(await ben.accounts.me()).toMatchObject({ workspaces: [{}, { name: 'Acme', role: 'builder' }] })
  })

  it('are recorded in the audit log with the address, without the link', async () => {
    const { invitation, url } = await invite()
    const { items } = await inAcme('owner').audit.list({ subjectId: invitation.id })
    expect(items).toMatchObject([
      { action: 'invitation.created', detail: { role: 'builder', email: 'ben@example.com' } },
    ])
    expect(JSON.stringify(items)).not.toContain(secretOf({ url }))
    expect(stepkey.logged.join('\n')).not.toContain(secretOf({ url }))
  })

  it.each([
    'no-address',
    'a@b@c',
    'ben@example.com, eve@example.com',
    'Ben <ben@example.com>',
    'a;b@example.com',
  ])('are rejected for an invalid address: %s', async (email) => {
    const before = await inAcme('owner').invitations.list()
    await expect(invite(email)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await inAcme('owner').invitations.list()).toEqual(before)
    expect(letters()).toEqual([])
  })

  it('stay valid and report the problem when the mail server refuses the address', async () => {
    const { url, sent, problem } = await invite('unknown@example.com')
    expect({ sent, problem }).toEqual({
      sent: false,
      problem:
        'No mail was sent: the mail server does not deliver to this address. Check it. The link is valid: copy it and send it yourself.',
    })
    expect(await stepkey.visitor().invitations.preview({ secret: secretOf({ url }) })).toMatchObject({
      organization: 'Acme',
    })
  })

  it('stay valid, and respond in time, when the mail server is unreachable or never answers', async () => {
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
      const answer = await ada.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })
      expect(answer).toMatchObject({ sent: false, problem: expect.stringMatching(/did not accept it/) })
      expect(await ada.in(id).invitations.list()).toHaveLength(1)
      expect(own.logged.map((line) => JSON.parse(line).where)).toEqual(['mail'])
      await own.stop()
    }
  })

  it('report the problem when no mail server is configured', async () => {
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

  it('remove line breaks from names', async () => {
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
    expect(letter?.headers.subject).toBe('You are invited to an organization in Stepkey')
    expect(letter?.text.split('\n')[0]).toMatch(/^Eve Bcc: .* invites you to join .* role viewer\.$/)
  })

  it('don’t allow credentials to reach the mail server’s private address', async () => {
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

  it('are limited to fifty a day for one organization, also for concurrent requests', async () => {
    const ada = await stepkey.signUp('Ada')
    const { id } = await ada.organizations.create({ name: 'Busy' })
    const ask = () => ada.in(id).invitations.create({ role: 'viewer', email: 'ben@example.com' })
    const answers = await Promise.all(Array.from({ length: 53 }, ask))
    expect(answers.filter(({ sent }) => sent)).toHaveLength(50)
    expect(letters()).toHaveLength(50)
    const late = await ask()
    expect(late).toMatchObject({ sent: false, problem: expect.stringMatching(/limit of 50 mails per day/) })
    expect(late.url).toMatch(/#invitation=/)
    // Other organizations and links without a mail are not affected.
    expect(await invite()).toMatchObject({ sent: true })
    expect(await ada.in(id).invitations.create({ role: 'viewer' })).not.toHaveProperty('sent')
    stepkey.pass(DAY)
    await ada.accounts.signIn({ email: ada.email, password: ada.password })
    expect(await ask()).toMatchObject({ sent: true })
  })
})
