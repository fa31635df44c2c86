import type net from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type DriverTester,
  describeHostileServers,
  useDriverTester,
} from '../../../../testing/drivers/driver-suite.ts'
import { describeTlsAndStartTls } from '../../../../testing/drivers/encryption-suite.ts'
import { line, say } from '../../../../testing/protocols/lines.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { listen, openConnections } from '../../../../testing/servers/listen.ts'
import { issue } from '../../../../testing/world.ts'

const user = 'alice@example.com'
const password = 's3cret "\\ wörd'
const good = { host: '127.0.0.1', security: 'none', user, password }

describe('the IMAP check, against a real server', () => {
  const tester = useDriverTester('imap', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)
  const running: net.Server[] = []
  afterAll(() => {
    for (const server of running) server.close()
  })

  async function serve(options: Parameters<typeof hoodiecrow>[0] = {}) {
    const { server } = hoodiecrow({
      plugins: ['ID', 'AUTH-PLAIN', 'NAMESPACE'],
      users: { [user]: { password } },
      storage: { INBOX: {} },
      ...options,
    })
    running.push(server)
    return { server, port: await listen(server) }
  }

  it('accepts the right login and rejects a wrong password or user', async () => {
    const { port } = await serve()
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: user })
    for (const wrong of [{ password: 'wrong' }, { user: 'unknown@example.com' }]) {
      expect(await verify({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('signs in with LOGIN when the server offers no other mechanism', async () => {
    const login = { user: 'alice/shared', password: 'pass word' }
    const { port } = await serve({ plugins: [], users: { [login.user]: { password: login.password } } })
    expect(await verify({ port, ...login })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ port, ...login, password: 'wrong' })).toMatchObject({ reason: 'bad_login' })
  })

  it('encrypts from the start or with STARTTLS, and verifies the certificate', async () => {
    const credentials = await issue(tester.world.authority, 'imap.example')
    const late = await serve({ plugins: ['STARTTLS', 'AUTH-PLAIN'], credentials })
    const early = await serve({ credentials, secureConnection: true })
    tester.world.route('imap.example', 143, late.port)
    tester.world.route('imap.example', 993, early.port)
    const ca = tester.world.authority.cert
    for (const at of [
      { port: 143, security: 'starttls' },
      { port: 993, security: 'tls' },
    ]) {
      expect(await verify({ host: 'imap.example', ...at, ca })).toMatchObject({ outcome: 'verified' })
      expect(await verify({ host: 'imap.example', ...at })).toMatchObject({ reason: 'certificate_untrusted' })
    }
  })

  it('closes its connections', async () => {
    const { server, port } = await serve()
    await verify({ port })
    await verify({ port, password: 'wrong' })
    await expect.poll(() => openConnections(server)).toBe(0)
  })
})

const CAPABLE = '* CAPABILITY IMAP4rev1 AUTH=PLAIN'

/** Answers each command until the connection ends. `TAG` in an answer stands for the command's tag. */
async function play(peer: Peer, received: string[], answer: (command: string) => string[]) {
  for (;;) {
    const said = await line(peer)
    received.push(said)
    const [tag = '', ...command] = said.split(' ')
    say(peer, ...answer(command.join(' ')).map((text) => text.replace('TAG', tag)))
  }
}

describe('the IMAP check, against scripted servers', () => {
  const tester = useDriverTester('imap', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)

  async function serve(answer: (command: string) => string[], greeting = '* OK ready') {
    const received: string[] = []
    const port = await scripted(tester.world, async (peer) => {
      say(peer, greeting)
      await play(peer, received, answer)
    })
    return { port, received }
  }
  /** A server that offers only LOGIN and sends these answers to it. */
  const answering = (...answers: string[]) =>
    serve((command) => (command === 'CAPABILITY' ? ['* CAPABILITY IMAP4rev1', 'TAG OK'] : answers))

  it.each([
    ['NO [AUTHENTICATIONFAILED] Invalid credentials', 'rejected', 'bad_login'],
    ['NO LOGIN failed.', 'rejected', 'bad_login'],
    ['NO [ALERT] Application-specific password required', 'rejected', 'app_password_needed'],
    ['NO [ALERT] Please log in via your web browser', 'rejected', 'sign_in_disabled'],
    ['NO [WEBALERT https://accounts.example] Web login required.', 'rejected', 'sign_in_disabled'],
    ['NO [ALERT] IMAP access is disabled for your domain.', 'rejected', 'sign_in_disabled'],
    ['NO [LIMIT] LOGIN Rate limit hit', 'rate_limited', undefined],
    ['NO Login only available under a layer', 'rejected', 'encryption_needed'],
    ['NO [AUTHORIZATIONFAILED] No such authorization-ID', 'rejected', 'no_permission'],
    ['NO [EXPIRED] Password has expired', 'rejected', 'password_expired'],
    ['NO [CONTACTADMIN] Locked', 'rejected', 'sign_in_disabled'],
    ['NO [PRIVACYREQUIRED] Not in the open', 'rejected', 'encryption_needed'],
    ['BAD Plaintext authentication disabled, use TLS', 'rejected', 'encryption_needed'],
    ['BAD Command argument error', 'unexpected', 'refused_request'],
    ['NO [UNAVAILABLE] Temporary authentication failure', 'unexpected', 'server_error'],
    ['NO [INUSE] Mailbox is locked', 'unexpected', 'server_error'],
    ['NO [SERVERBUG] Oops', 'unexpected', 'server_error'],
    ['NO [LIMIT] Too many', 'unreachable', 'too_many_connections'],
    ['NO [ALERT] Too many simultaneous connections', 'unreachable', 'too_many_connections'],
    ['NO [ALERT] Account exceeded command or bandwidth limits', 'rate_limited', undefined],
    ['NO Too many failed attempts', 'rejected', 'bad_login'],
  ])('classifies %s', async (answer, outcome, reason) => {
    const { port } = await answering(`TAG ${answer} ${password}`)
    const verification = await verify({ port })
    expect([verification.outcome, verification.reason]).toEqual([outcome, reason])
  })

  it('quotes the user name and the password', async () => {
    const { port, received } = await answering('TAG NO')
    await verify({ port, user: 'a\\b' })
    expect(received[1]).toBe(String.raw`2 LOGIN "a\\b" "s3cret \"\\ wörd"`)
  })

  it('does not wait for the backoff time that a server suggests', async () => {
    const { port } = await answering(
      'TAG BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds',
    )
    expect((await verify({ port }, { deadline: 1000 })).outcome).toMatch(/^(rate_limited|timeout)$/)
  })

  it('sends no login when LOGIN is disabled or STARTTLS is refused', async () => {
    const disabled = await serve((command) =>
      command === 'CAPABILITY' ? ['* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED', 'TAG OK'] : ['TAG OK'],
    )
    expect(await verify({ port: disabled.port })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_offered',
    })
    const open = await serve((command) => (command === 'CAPABILITY' ? [CAPABLE, 'TAG OK'] : ['TAG OK']))
    const refusing = await serve((command) =>
      command === 'CAPABILITY' ? [`${CAPABLE} STARTTLS`, 'TAG OK'] : ['TAG NO not today'],
    )
    for (const { port } of [open, refusing]) {
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
    }
    const received = [disabled, open, refusing].flatMap((server) => server.received).join('\n')
    expect(received).not.toMatch(/LOGIN|AUTHENTICATE|ID /)
  })

  it('does not send STARTTLS when no encryption is chosen', async () => {
    const { port, received } = await serve((command) =>
      command === 'CAPABILITY' ? [`${CAPABLE} STARTTLS`, 'TAG OK'] : command === '' ? ['2 OK'] : ['+ '],
    )
    await verify({ port }, { deadline: 300 })
    expect(received.join('\n')).not.toContain('STARTTLS')
  })

  it('rejects data that arrives before the TLS handshake', async () => {
    for (const early of ['* OK [CAPABILITY IMAP4rev1] injected', '3 OK injected']) {
      const { port } = await serve((command) =>
        command === 'CAPABILITY' ? [`${CAPABLE} STARTTLS`, 'TAG OK'] : ['TAG OK', early],
      )
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
    const half = await scripted(tester.world, async (peer) => {
      say(peer, '* OK ready')
      await line(peer)
      say(peer, `${CAPABLE} STARTTLS`, '1 OK')
      await line(peer)
      peer.say(Buffer.from('2 OK\r\n3 OK [CAPA'))
    })
    expect(await verify({ port: half, security: 'starttls' })).toMatchObject({ reason: 'not_this_protocol' })
  })

  it('never returns verified when the server did not check the login', async () => {
    const everything = (command: string) => (command === 'CAPABILITY' ? [CAPABLE, 'TAG OK'] : ['TAG OK'])
    const known = await serve(everything, '* PREAUTH welcome back')
    expect(await verify({ port: known.port })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_needed',
    })
    expect(await verify({ port: known.port, security: 'starttls' })).toMatchObject({
      reason: 'tls_not_offered',
    })
    for (const answers of [
      ['* OK signed in', 'OTHER OK'],
      ['TAG BYE'],
      ['TAG MAYBE'],
      ['* PREAUTH', '* OK', '+ OK'],
    ]) {
      const { port } = await answering(...answers)
      expect((await verify({ port }, { deadline: 300 })).outcome).toMatch(
        /^(timeout|unexpected|unreachable)$/,
      )
    }
  })

  it('classifies a closed connection, BYE and a foreign greeting', async () => {
    for (const hangUp of ['end', 'destroy'] as const) {
      const port = await tester.world.tcp((socket) => {
        socket.write('* OK ready\r\n')
        socket.once('data', () => {
          socket.write(`${CAPABLE} STARTTLS\r\n1 OK\r\n`)
          socket.once('data', () => {
            socket.write('2 OK\r\n')
            socket.once('data', () => socket[hangUp]())
          })
        })
      })
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'unreachable',
        reason: 'connection_lost',
      })
    }
    const full = await serve(() => [], '* BYE Too many connections from your address')
    expect(await verify({ port: full.port })).toMatchObject({ reason: 'too_many_connections' })
    const closing = await serve(() => [], '* BYE going down')
    expect(await verify({ port: closing.port })).toMatchObject({
      outcome: 'unreachable',
      reason: 'connection_lost',
    })
    const mail = await tester.world.tcp((socket) => socket.write('+OK POP3 ready\r\n'))
    expect(await verify({ port: mail })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('returns no_permission when Exchange accepts a user without a mailbox', async () => {
    const { port } = await serve((command) => {
      if (command === 'CAPABILITY') return ['* CAPABILITY IMAP4rev1 NAMESPACE', 'TAG OK']
      return command === 'NAMESPACE' ? ['TAG BAD User is authenticated but not connected.'] : ['TAG OK']
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason: 'no_permission' })
  })
})

describeTlsAndStartTls('imap', { user, password: 's3cret' }, async (peer, logins, encrypt) => {
  say(peer, '* OK ready')
  if (encrypt) {
    await line(peer)
    say(peer, '* CAPABILITY IMAP4rev1 STARTTLS', '1 OK')
    await line(peer)
    say(peer, '2 OK')
    await encrypt()
  }
  await play(peer, [], (command) => {
    if (!command.startsWith('LOGIN')) return ['* CAPABILITY IMAP4rev1', 'TAG OK']
    logins.push(command)
    return command.endsWith('"s3cret"') ? ['TAG OK'] : ['TAG NO']
  })
})

describeHostileServers('imap', 'password', {
  plain: { host: 'imap.example', user, password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
  banner: '* OK IMAP4rev1 ready\r\n',
})
