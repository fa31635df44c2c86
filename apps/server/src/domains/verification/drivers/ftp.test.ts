import { mkdtempSync, rmSync } from 'node:fs'
import type net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FtpSrv } from 'ftp-srv'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type DriverTester,
  describeHostileServers,
  useDriverTester,
} from '../../../../testing/drivers/driver-suite.ts'
import { describeTlsAndStartTls } from '../../../../testing/drivers/encryption-suite.ts'
import { line, say } from '../../../../testing/protocols/lines.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { openConnections } from '../../../../testing/servers/listen.ts'
import { issue } from '../../../../testing/world.ts'

const password = 's3cret pass wörd'
const users: Record<string, string> = { alice: password, ftp: password }
const good = { host: '127.0.0.1', security: 'none', user: 'alice', password }

describe('the FTP check, against a real server', () => {
  const tester = useDriverTester('ftp', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)
  const root = mkdtempSync(join(tmpdir(), 'stepkey-ftp-'))
  const running: FtpSrv[] = []
  afterAll(async () => {
    for (const server of running) await server.close()
    rmSync(root, { recursive: true, force: true })
  })

  async function serve(scheme: 'ftp' | 'ftps' = 'ftp', options: object = {}) {
    const server = new FtpSrv({
      url: `${scheme}://127.0.0.1:0`,
      log: quiet,
      pasv_url: '127.0.0.1',
      ...options,
    } as object)
    server.on('login', (login, resolve, reject) => {
      const isKnown = login.username === 'anonymous' || (users[login.username] ?? '') === login.password
      isKnown ? resolve({ root }) : reject(new Error('No'))
    })
    running.push(server)
    await server.listen()
    const { server: inner } = server as unknown as { server: net.Server }
    return { inner, port: (inner.address() as net.AddressInfo).port }
  }

  it('accepts the right login and rejects a wrong password or user', async () => {
    const { port } = await serve()
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
    for (const wrong of [{ password: 'wrong' }, { user: 'unknown' }]) {
      expect(await verify({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('encrypts from the start or with STARTTLS, and verifies the certificate', async () => {
    const tls = await issue(tester.world.authority, 'ftp.example')
    tester.world.route('ftp.example', 21, (await serve('ftp', { tls })).port)
    tester.world.route('ftp.example', 990, (await serve('ftps', { tls })).port)
    const ca = tester.world.authority.cert
    for (const at of [
      { port: 21, security: 'starttls' },
      { port: 990, security: 'tls' },
    ]) {
      expect(await verify({ host: 'ftp.example', ...at, ca })).toMatchObject({ outcome: 'verified' })
      expect(await verify({ host: 'ftp.example', ...at })).toMatchObject({ reason: 'certificate_untrusted' })
    }
  })

  it('returns tls_not_offered when the server does not support AUTH TLS', async () => {
    const { port } = await serve()
    expect(await verify({ port, security: 'starttls' })).toMatchObject({
      outcome: 'tls',
      reason: 'tls_not_offered',
    })
  })

  it('returns login_not_needed for anonymous access, and verifies a user named ftp', async () => {
    const { port } = await serve()
    expect(await verify({ port, user: 'anonymous', password: 'guest@example.com' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_needed',
    })
    expect(await verify({ port, user: 'ftp' })).toMatchObject({ outcome: 'verified', identity: 'ftp' })
  })

  it('closes its connections', async () => {
    const { inner, port } = await serve()
    await verify({ port })
    await verify({ port, password: 'wrong' })
    await expect.poll(() => openConnections(inner)).toBe(0)
  })
})

/** A logger that discards everything. */
const quiet: object = {
  child: () => quiet,
  ...Object.fromEntries(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => {}]),
  ),
}

describe('the FTP check, against scripted servers', () => {
  const tester = useDriverTester('ftp', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)

  /** Sends a greeting, and then one of these replies to each command. */
  async function serve(...replies: string[]) {
    const received: string[] = []
    const port = await scripted(tester.world, async (peer) => {
      say(peer, '220 Welcome')
      // The first command is OPTS UTF8, because of the umlaut in the password.
      for (const reply of ['202 Always', ...replies]) {
        received.push(await line(peer))
        say(peer, reply)
      }
      await line(peer)
    })
    return { port, received }
  }

  it.each([
    ['530 Login incorrect.', 'rejected', 'bad_login'],
    ['430 Invalid username or password', 'rejected', 'bad_login'],
    ['550 Permission denied.', 'rejected', 'no_permission'],
    ['332 Need account', 'unexpected', 'login_not_offered'],
    ['331 Now the code', 'unexpected', 'login_not_offered'],
    ['534 Policy requires SSL.', 'rejected', 'encryption_needed'],
    ['530 Non-anonymous sessions must use encryption.', 'rejected', 'encryption_needed'],
    ['503 Use AUTH first.', 'rejected', 'encryption_needed'],
    ['550 SSL/TLS required on the control channel', 'rejected', 'encryption_needed'],
    ['421 Sorry, cleartext sessions are not accepted on this server.', 'rejected', 'encryption_needed'],
    ['421 There are too many connected users, please try later.', 'unreachable', 'too_many_connections'],
    [
      '530 Sorry, the maximum number of clients (3) for this user already connected.',
      'unreachable',
      'too_many_connections',
    ],
    ['451 Local error', 'unexpected', 'server_error'],
    ['500 OOPS: cannot change directory', 'unexpected', 'server_error'],
    ['530 This FTP server is anonymous only.', 'rejected', 'sign_in_disabled'],
    ['530 Please encrypt your login with FTPS', 'unexpected', 'login_not_offered'],
    ['421 50 users (the maximum) are already logged in, sorry', 'unreachable', 'too_many_connections'],
    ['202 Superfluous', 'unexpected', 'login_not_needed'],
    ['250 Fine', 'unexpected', 'other_content'],
  ])('classifies %s', async (reply, outcome, reason) => {
    const { port } = await serve('331 Password', `${reply} ${password}`)
    expect(await verify({ port })).toMatchObject({ outcome, reason })
  })

  it.each([
    ['230 You are in', 'login_not_needed'],
    ['232 You are known', 'login_not_needed'],
    ['331', 'login_not_needed'],
  ])('returns login_not_needed when the server did not check the password: %s', async (reply, reason) => {
    const { port } = await serve(reply, '202 Superfluous')
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason })
  })

  it('rejects a reply that arrives before its command', async () => {
    const { port } = await serve('331 Password\r\n230 You are in\r\n257 "/"')
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('returns limited for a user without a folder', async () => {
    const { port } = await serve('331 Password', '230 Welcome', '550 No such directory')
    expect(await verify({ port })).toMatchObject({ outcome: 'limited', identity: 'alice' })
  })

  it('reads multi-line replies that arrive in small chunks', async () => {
    const port = await scripted(tester.world, async (peer) => {
      const drip = async (text: string) => {
        for (const piece of text.match(/.{1,7}/gs) ?? []) {
          peer.say(Buffer.from(piece))
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
      await drip('220-Hello\r\n230 not yet\r\n  220 nor now\r\n220 Ready\r\n')
      for (const reply of [
        '200 UTF8',
        '331 Password',
        '230-One\r\n\r\n230-two\r\n230 Welcome',
        '257 "/" is it',
      ]) {
        await line(peer)
        await drip(`${reply}\r\n`)
      }
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'verified' })
  })

  it('never opens a data connection', async () => {
    let reached = 0
    const other = await tester.world.tcp(() => {
      reached++
    })
    const address = `227 Entering Passive Mode (127,0,0,1,${other >> 8},${other & 255})`
    for (const replies of [['331 Password', '230 Welcome', address], ['331 Password', address], [address]]) {
      const { port, received } = await serve(...replies)
      expect((await verify({ port })).outcome).toMatch(/^(limited|unexpected)$/)
      expect(received.join('\n')).not.toMatch(/^(PASV|EPSV|PORT|EPRT|LIST)/m)
    }
    expect(reached).toBe(0)
  })

  it('sends no login to a server that refuses the chosen encryption', async () => {
    for (const reply of [
      '500 Unknown',
      '502 No',
      '504 Not that',
      '530 Log in first',
      '534 No',
      '334 Go on',
      '200 OK',
    ]) {
      const received: string[] = []
      const port = await scripted(tester.world, async (peer) => {
        say(peer, '220 Welcome')
        received.push(await line(peer))
        say(peer, reply)
        received.push(await line(peer))
      })
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
      expect(received).toEqual(['AUTH TLS'])
    }
  })

  it('rejects data that arrives before the TLS handshake', async () => {
    for (const early of ['331 Password', '230 Welc']) {
      const port = await scripted(tester.world, async (peer) => {
        say(peer, '220 Welcome')
        await line(peer)
        peer.say(Buffer.from(`234 Go on\r\n${early}`))
      })
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
  })

  it.each([
    ['421 Too many users', 'unreachable', 'too_many_connections'],
    ['120 Ready in 5 minutes', 'unexpected', 'server_error'],
    ['530 Not from your address', 'unexpected', 'refused_request'],
    ['+OK POP3 ready', 'unexpected', 'not_this_protocol'],
    ['220', 'unreachable', 'connection_lost'],
  ])('classifies the greeting %s', async (greeting, outcome, reason) => {
    const port = await tester.world.tcp((socket) => socket.end(`${greeting}\r\n`))
    expect(await verify({ port })).toMatchObject({ outcome, reason })
  })
})

describeTlsAndStartTls('ftp', { user: 'alice', password: 's3cret' }, async (peer, logins, encrypt) => {
  say(peer, '220 Welcome')
  if (encrypt) {
    await line(peer)
    say(peer, '234 Go on')
    await encrypt()
  }
  await line(peer)
  say(peer, '331 Password')
  const given = await line(peer)
  logins.push(given)
  say(peer, given === 'PASS s3cret' ? '230 Welcome' : '530 No')
  await line(peer)
  say(peer, '257 "/"')
})

describeHostileServers('ftp', 'password', {
  plain: { host: 'ftp.example', user: 'alice', password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
  banner: '220 ftp.example ready\r\n',
})
