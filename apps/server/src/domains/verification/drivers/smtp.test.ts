import { catalog } from '@stepkey/shared/catalog/index'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asking, asking, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { createWorld, issue, type World } from '../../../../testing/world.ts'

describe('the SMTP check', () => {
  let world: World
  let asker: Asking
  let port: number
  const mails: unknown[] = []
  const running: SMTPServer[] = []

  beforeAll(async () => {
    world = await createWorld()
    port = await smtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    asker = asking(world, catalog.smtp, 'password', () => ({
      host: '127.0.0.1',
      port,
      security: 'none',
      user: 'alice',
      password: 's3cret',
    }))
  })
  afterAll(async () => {
    for (const server of running) server.close()
    await world.close()
  })
  const ask: Asking['ask'] = (...input) => asker.ask(...input)

  async function smtp(options: ConstructorParameters<typeof SMTPServer>[0]): Promise<number> {
    const server = new SMTPServer({
      ...options,
      onAuth: ({ username, password }, _session, done) =>
        username === 'alice' && password === 's3cret'
          ? done(null, { user: username })
          : done(new Error('Bad s3cret')),
      onData: (stream, _session, done) => {
        mails.push(stream)
        done()
      },
    })
    server.on('error', () => {})
    running.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.server.address() as { port: number }).port
  }

  it('lets the right login in, and sends nothing', async () => {
    expect(await ask()).toMatchObject({ outcome: 'verified', identity: 'alice' })
    expect(mails).toEqual([])
  })

  it('takes a relay that greets and encrypts, where no login is wanted', async () => {
    const relay = asking(world, catalog.smtp, 'none', () => ({ host: '127.0.0.1', port, security: 'none' }))
    const verification = await relay.ask()
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
    expect(await relay.ask({ security: 'starttls' })).toMatchObject({
      outcome: 'tls',
      reason: 'tls_not_offered',
    })
    const silent = await world.tcp(() => {})
    expect(await relay.ask({ port: silent }, { deadline: 200 })).toMatchObject({ outcome: 'timeout' })
  })

  it('refuses a wrong one', async () => {
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('trusts a certificate by its authority, or any if told so', async () => {
    world.route('mail.example', 587, await smtp(await issue(world.authority, 'mail.example')))
    world.route('other.example', 587, await smtp(await issue(world.authority, 'somebody.example')))
    world.route(
      'mail.example',
      465,
      await smtp({ secure: true, ...(await issue(world.authority, 'mail.example')) }),
    )
    const starttls = { host: 'mail.example', port: 587, security: 'starttls' }
    const ca = world.authority.cert
    expect(await ask({ ...starttls, ca })).toMatchObject({ outcome: 'verified' })
    expect(await ask({ ...starttls, security: 'tls', port: 465, ca })).toMatchObject({ outcome: 'verified' })
    expect(await ask(starttls)).toMatchObject({ outcome: 'tls', reason: 'certificate_untrusted' })
    expect(await ask({ ...starttls, anyCertificate: true })).toMatchObject({ outcome: 'verified' })
    expect(await ask({ ...starttls, host: 'other.example', ca })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_name',
    })
  })

  it('notices missing encryption, and a server that offers no login', async () => {
    expect(await ask({ security: 'starttls' })).toMatchObject({ outcome: 'tls', reason: 'tls_not_offered' })
    expect(await ask({ security: 'tls' })).toMatchObject({ outcome: 'tls' })
    const noLogin = await smtp({ disabledCommands: ['AUTH', 'STARTTLS'] })
    expect(await ask({ port: noLogin })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
  })

  it('believes only the reply that says that somebody is in', async () => {
    // Every command is answered with a reply that starts with 2.
    const obliging = await world.tcp((socket) => {
      socket.write('220 mail.example ESMTP\r\n')
      socket.on('data', (line) => {
        socket.write(
          /^EHLO/.test(line.toString()) ? '250-mail.example\r\n250 AUTH PLAIN\r\n' : '250 Sure\r\n',
        )
      })
    })
    expect(await ask({ port: obliging })).toMatchObject({
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    })
  })
})

withstands('smtp', 'password', {
  plain: { host: 'mail.example', user: 'alice', password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
  banner: '220 mail.example ESMTP\r\n',
})
