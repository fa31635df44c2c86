import { catalog } from '@stepkey/shared/catalog/index'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createDriverTester,
  type DriverTester,
  describeHostileServers,
} from '../../../../testing/drivers/driver-suite.ts'
import { createWorld, issue, type World } from '../../../../testing/world.ts'

describe('the SMTP check', () => {
  let world: World
  let tester: DriverTester
  let port: number
  const mails: unknown[] = []
  const running: SMTPServer[] = []

  beforeAll(async () => {
    world = await createWorld()
    port = await smtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    tester = createDriverTester(world, catalog.smtp, 'password', () => ({
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
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)

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

  it('accepts the right login, and sends no mail', async () => {
    expect(await verify()).toMatchObject({ outcome: 'verified', identity: 'alice' })
    expect(mails).toEqual([])
  })

  it('verifies a relay without a login by its greeting and encryption', async () => {
    const relay = createDriverTester(world, catalog.smtp, 'none', () => ({
      host: '127.0.0.1',
      port,
      security: 'none',
    }))
    const verification = await relay.verify()
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
    expect(await relay.verify({ security: 'starttls' })).toMatchObject({
      outcome: 'tls',
      reason: 'tls_not_offered',
    })
    const silent = await world.tcp(() => {})
    expect(await relay.verify({ port: silent }, { deadline: 200 })).toMatchObject({ outcome: 'timeout' })
  })

  it('rejects a wrong password', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('verifies the certificate with the given CA, or accepts any if configured', async () => {
    world.route('mail.example', 587, await smtp(await issue(world.authority, 'mail.example')))
    world.route('other.example', 587, await smtp(await issue(world.authority, 'stranger.example')))
    world.route(
      'mail.example',
      465,
      await smtp({ secure: true, ...(await issue(world.authority, 'mail.example')) }),
    )
    const starttls = { host: 'mail.example', port: 587, security: 'starttls' }
    const ca = world.authority.cert
    expect(await verify({ ...starttls, ca })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ ...starttls, security: 'tls', port: 465, ca })).toMatchObject({
      outcome: 'verified',
    })
    expect(await verify(starttls)).toMatchObject({ outcome: 'tls', reason: 'certificate_untrusted' })
    expect(await verify({ ...starttls, anyCertificate: true })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ ...starttls, host: 'other.example', ca })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_name',
    })
  })

  it('reports missing encryption, and a server without authentication', async () => {
    expect(await verify({ security: 'starttls' })).toMatchObject({
      outcome: 'tls',
      reason: 'tls_not_offered',
    })
    expect(await verify({ security: 'tls' })).toMatchObject({ outcome: 'tls' })
    const noLogin = await smtp({ disabledCommands: ['AUTH', 'STARTTLS'] })
    expect(await verify({ port: noLogin })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_offered',
    })
  })

  /** A server that offers these mechanisms, and sends these lines in response to AUTH. */
  async function offering(mechanisms: string, ...reply: string[]) {
    const received: string[] = []
    const port = await world.tcp((socket) => {
      socket.write('220 mail.example ESMTP\r\n')
      socket.on('data', (data) => {
        const command = data.toString()
        received.push(command)
        if (/^EHLO/.test(command)) socket.write(`250-mail.example\r\n250 AUTH ${mechanisms}\r\n`)
        else if (/^AUTH/.test(command)) socket.write(`${reply.join('\r\n')}\r\n`)
      })
    })
    return { port, received }
  }

  it.each([
    [['535-5.7.8 Username and Password not accepted.', '535 5.7.8 See'], 'rejected', 'bad_login'],
    [['535 5.7.3 Authentication unsuccessful'], 'rejected', 'bad_login'],
    [
      ['535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.'],
      'rejected',
      'bad_login',
    ],
    [
      ['535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.'],
      'rejected',
      'sign_in_disabled',
    ],
    [['525 5.7.13 User Account Disabled'], 'rejected', 'sign_in_disabled'],
    [
      ['534-5.7.9 Application-specific password required.', '534 5.7.9 See'],
      'rejected',
      'app_password_needed',
    ],
    [['550 5.7.1 Invalid credentials for relay [203.0.113.7].'], 'rejected', 'address_not_admitted'],
    [['550 5.7.1 No'], 'rejected', 'bad_login'],
    [['530 5.7.0 Must issue a STARTTLS command first'], 'rejected', 'encryption_needed'],
    [['538 5.7.11 Encryption required'], 'rejected', 'encryption_needed'],
    [['534 5.7.9 Authentication mechanism is too weak'], 'unexpected', 'login_not_offered'],
    [['454-4.7.0 Too many login attempts,', '454 4.7.0 try later'], 'rate_limited', undefined],
    [['454 4.7.0 Temporary authentication failure'], 'unexpected', 'server_error'],
    [['421 4.7.0 Error: too many connections'], 'unreachable', 'too_many_connections'],
    [['421 4.3.2 Service not available'], 'unexpected', 'server_error'],
  ])('classifies the response %s', async (reply, outcome, reason) => {
    const { port: at } = await offering('PLAIN LOGIN', ...reply)
    const verification = await verify({ port: at })
    expect([verification.outcome, verification.reason]).toEqual([outcome, reason])
  })

  it('classifies a greeting that does not admit the address', async () => {
    const at = await world.tcp((socket) =>
      socket.end('554 5.7.1 <unknown[203.0.113.7]>: Client host rejected: Access denied\r\n'),
    )
    expect(await verify({ port: at })).toMatchObject({ outcome: 'rejected', reason: 'address_not_admitted' })
  })

  it.each(['XOAUTH2', 'XOAUTH2 OAUTHBEARER', 'GSSAPI NTLM', ''])(
    'sends no login to a server that offers only %o',
    async (mechanisms) => {
      const { port: at, received } = await offering(mechanisms, '235 Welcome')
      expect(await verify({ port: at })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
      expect(received.join('')).not.toContain('AUTH')
    },
  )

  it('returns verified only for reply code 235', async () => {
    // Answers every command with a 2xx reply.
    const obliging = await world.tcp((socket) => {
      socket.write('220 mail.example ESMTP\r\n')
      socket.on('data', (line) => {
        socket.write(
          /^EHLO/.test(line.toString()) ? '250-mail.example\r\n250 AUTH PLAIN\r\n' : '250 Sure\r\n',
        )
      })
    })
    expect(await verify({ port: obliging })).toMatchObject({
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    })
  })
})

describeHostileServers('smtp', 'password', {
  plain: { host: 'mail.example', user: 'alice', password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
  banner: '220 mail.example ESMTP\r\n',
})
