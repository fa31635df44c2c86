import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMailbox, type Mailbox } from '../../../testing/servers/mail-server.ts'
import { createWorld, issue, type World } from '../../../testing/world.ts'
import type { Config, MailServer } from '../../config.ts'
import { createMail, type MailMessage } from './mail.ts'

describe('mail', () => {
  let world: World
  let mailbox: Mailbox
  const logged: string[] = []
  const log = pino({ base: null }, { write: (line) => logged.push(line) })

  beforeAll(async () => {
    world = await createWorld()
    mailbox = await createMailbox()
  })
  afterAll(async () => {
    await mailbox.close()
    await world.close()
  })
  beforeEach(() => {
    logged.length = 0
    mailbox.letters.length = 0
  })
  // No log entry contains data that was exchanged with the server.
  afterEach(() => expect(logged.join('\n')).not.toMatch(/s3cret|ben@example|invited/))

  const letter: MailMessage = {
    to: 'ben@example.com',
    subject: 'You are invited',
    text: 'Grüße,\nAda\n',
    causedBy: 'ada',
  }
  const settings = (): MailServer => ({
    host: '127.0.0.1',
    port: mailbox.port,
    encryption: 'none',
    from: { name: 'Stepkey', address: 'stepkey@example.com' },
  })
  function post(change: Partial<MailMessage> = {}, server: Partial<MailServer> = {}, deadline?: number) {
    const config: Pick<Config, 'mail' | 'publicUrl'> = {
      publicUrl: 'https://stepkey.example.com',
      mail: { ...settings(), ...server },
    }
    return createMail(config, log, { ports: world.ports, deadline })?.send({ ...letter, ...change })
  }

  it('is undefined unless it is configured', () => {
    expect(createMail({ publicUrl: 'http://localhost:4000' } as Config, log)).toBeUndefined()
  })

  it('is limited per sender and per process, each day', async () => {
    const config = { publicUrl: 'http://localhost:4000', mail: settings() }
    let now = new Date('2026-11-01T12:00:00Z')
    const mail = createMail(config, log, { ports: world.ports, clock: () => now })
    const outcomes = async (causedBy: string, count: number) => {
      const sent = await Promise.all(Array.from({ length: count }, () => mail?.send({ ...letter, causedBy })))
      return sent.filter((result) => result?.outcome === 'sent').length
    }
    expect(await outcomes('ada', 101)).toBe(100)
    expect(await outcomes('ben', 1)).toBe(1)
    for (let sender = 0; sender < 8; sender++) expect(await outcomes(`sender${sender}`, 100)).toBe(100)
    expect(await outcomes('eve', 100)).toBe(99)
    now = new Date('2026-11-02T00:00:00Z')
    expect(await outcomes('ada', 1)).toBe(1)
  })

  it('leaves a fifth of the daily limit of the process to mails of users', async () => {
    const mail = createMail({ publicUrl: 'http://localhost:4000', mail: settings() }, log, {
      ports: world.ports,
    })
    const sendMany = async (count: number, isNotice: boolean) => {
      const sent = Array.from({ length: count }, (_, n) =>
        mail?.send({ ...letter, causedBy: `${isNotice} ${n}`, isNotice }),
      )
      return (await Promise.all(sent)).filter((result) => result?.outcome === 'sent').length
    }
    expect(await sendMany(810, true)).toBe(800)
    expect(await sendMany(210, false)).toBe(200)
  })

  it('has the Message-ID of its id, so that it is recognized when it is sent again', async () => {
    await post({ id: '019a3f62-8d0e-7b61-9a51-7c1c6f7e0b11', date: new Date('2026-11-01T12:00:00Z') })
    expect(mailbox.letters[0]?.headers).toMatchObject({
      'message-id': '<019a3f62-8d0e-7b61-9a51-7c1c6f7e0b11@stepkey.example.com>',
      date: 'Sun, 01 Nov 2026 12:00:00 +0000',
    })
  })

  it('is delivered unchanged to its recipient', async () => {
    expect(await post()).toEqual({ outcome: 'sent' })
    expect(mailbox.letters).toMatchObject([
      {
        from: 'stepkey@example.com',
        to: ['ben@example.com'],
        greeting: 'stepkey.example.com',
        headers: {
          from: 'Stepkey <stepkey@example.com>',
          to: 'ben@example.com',
          subject: 'You are invited',
          'auto-submitted': 'auto-generated',
        },
        text: 'Grüße,\nAda\n',
        user: undefined,
      },
    ])
    expect(logged).toEqual([])
  })

  it('signs in if a login is configured, and only over verified TLS', async () => {
    const login = { user: 'stepkey', password: 's3cret' }
    const certificate = await issue(world.authority, 'mail.example')
    for (const [encryption, port] of [
      ['starttls', 587],
      ['tls', 465],
    ] as const) {
      const encrypted = await createMailbox({ ...certificate, secure: encryption === 'tls', login })
      world.route('mail.example', port, encrypted.port)
      const server = { host: 'mail.example', port, encryption, login }
      expect(await post({}, server)).toEqual({ outcome: 'sent' })
      expect(encrypted.letters).toMatchObject([{ user: 'stepkey', secure: true }])
      expect(await post({}, { ...server, login: { user: 'stepkey', password: 's3cret2' } })).toEqual({
        outcome: 'failed',
      })
      await encrypted.close()
    }
  })

  it('is not sent if the connection can’t be encrypted, or the certificate is wrong', async () => {
    const login = { user: 'stepkey', password: 's3cret' }
    const strangers = await createMailbox({ ...(await issue(undefined, 'stranger.example')), login })
    const elsewhere = await createMailbox({ ...(await issue(world.authority, 'other.example')), login })
    for (const [host, box] of [
      ['plain.example', mailbox],
      ['stranger.example', strangers],
      ['elsewhere.example', elsewhere],
    ] as const) {
      world.route(host, 587, box.port)
      const server: Partial<MailServer> = { host, port: 587, encryption: 'starttls', login }
      expect(await post({}, server)).toEqual({ outcome: 'failed' })
      expect(box.letters).toEqual([])
      expect(box.logins).toEqual([])
    }
    expect(logged).toHaveLength(3)
    await strangers.close()
    await elsewhere.close()
  })

  it('distinguishes a refused recipient from a failing server', async () => {
    expect(await post({ to: 'unknown@example.com' })).toEqual({ outcome: 'refused' })
    expect(logged).toEqual([])
    expect(await post({ to: 'later@example.com' })).toEqual({ outcome: 'failed' })
    expect(await post({}, { from: { name: '', address: 'foreign@example.com' } })).toEqual({
      outcome: 'failed',
    })
    expect(await post({}, { port: 1 })).toEqual({ outcome: 'failed' })
    expect(await post({}, { host: 'unknown.example' })).toEqual({ outcome: 'failed' })
    expect(logged.map((line) => JSON.parse(line).code)).toEqual([
      'EENVELOPE',
      'EENVELOPE',
      'ECONNREFUSED',
      'ENOTFOUND',
    ])
    expect(mailbox.letters).toEqual([])
  })

  it.each(['silence', 'an endless banner', 'an endless handshake'])(
    'gives up at the deadline, whatever a server does: %s',
    async (what) => {
      const port = await world.tcp(async (socket) => {
        if (what === 'an endless handshake') socket.write('220 hello\r\n')
        while (what !== 'silence' && !socket.destroyed) {
          socket.write(what === 'an endless banner' ? '220-wait\r\n' : '250-wait\r\n')
          await setTimeout(5)
        }
      })
      expect(await post({}, { port }, 200)).toEqual({ outcome: 'failed' })
      await expect.poll(() => world.openConnections()).toBe(0)
    },
  )

  it.each([
    { to: 'ben@example.com>\r\nRCPT TO:<eve@example.com' },
    { to: 'ben@example.com\r\nRCPT TO:<eve@example.com>' },
    { to: 'ben@example.com> SIZE=1 <eve@example.com' },
  ])('is refused for an invalid address: %o', async ({ to }) => {
    expect(await post({ to })).toEqual({ outcome: 'refused' })
    expect(mailbox.letters).toEqual([])
  })

  it.each([
    { to: 'ben@example.com, eve@example.com' },
    { to: 'ben@example.com;eve@example.com' },
    { to: 'Ben <eve@example.com>' },
    { to: 'friends: eve@example.com;' },
  ])('is never sent to an address that is a part of the given text: %o', async ({ to }) => {
    await post({ to })
    expect(mailbox.letters.flatMap((one) => one.to)).not.toContain('eve@example.com')
  })

  it.each(['\r\n', '\n', '\r', '\u2028', '\u0085', '\0', '\r\n\r\n'])(
    'gets no additional header from a name with the line break %j',
    async (separator) => {
      await post({ subject: `Ada${separator}Bcc: eve@example.com invites you` })
      expect(mailbox.letters).toMatchObject([
        {
          to: ['ben@example.com'],
          headers: { subject: 'Ada Bcc: eve@example.com invites you' },
          text: letter.text,
        },
      ])
      expect(mailbox.letters[0]?.headers).not.toHaveProperty('bcc')
    },
  )

  it('has a text that can’t end the mail, or begin another one', async () => {
    const text = 'Hello\n.\nMAIL FROM:<eve@example.com>\n..\n'
    await post({ text })
    expect(mailbox.letters).toMatchObject([{ text }])
  })
})
