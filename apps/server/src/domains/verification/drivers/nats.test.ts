import { nkeys } from '@nats-io/nats-core'
import { catalog } from '@stepkey/shared/catalog/index'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createDriverTester,
  type DriverTester,
  describeHostileServers,
} from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { line } from '../../../../testing/protocols/lines.ts'
import {
  type Connect,
  connect,
  credentialsOf,
  failure,
  infoWithAuth as greeting,
  info,
  isSigned,
  pong,
  seedOf,
  userOf,
} from '../../../../testing/protocols/nats-wire.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'
import { createWorld, issue, type World } from '../../../../testing/world.ts'

const password = 's3cret pass "\\ wörd'
const seed = seedOf(nkeys.createUser())
const account = nkeys.createAccount()
const expiry = 1_893_456_000
const credentials = credentialsOf(account, { name: 'bob', exp: expiry })
const logins = {
  password: { user: 'stepkey', password },
  token: { token: 't0ken "\\' },
  credentials: { credentials },
  nkey: { seed },
} as const
const methods = Object.keys(logins) as (keyof typeof logins)[]

const real = realServer('TEST_NATS_URL', 4222)

describe.skipIf(!real)('the NATS check, against a real server without authentication', () => {
  const { host, port } = real ?? { host: '', port: 0 }
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())

  it('returns verified without an identity when no login is needed', async () => {
    const { verify } = createDriverTester(world, catalog.nats, 'none', () => ({ host, port, tls: 'disable' }))
    const verification = await verify()
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
  })

  it.each(methods)('returns login_not_needed for a %s, and closes the connection', async (method) => {
    const { verify } = createDriverTester(world, catalog.nats, method, () => ({
      host,
      port,
      ...logins[method],
      tls: 'disable',
    }))
    expect(await verify()).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    await expect.poll(() => world.dialled().every(({ destroyed }) => destroyed)).toBe(true)
  })
})

describe('the NATS check, against scripted servers', () => {
  let world: World
  const verify = (method: keyof typeof logins, ...input: Parameters<DriverTester['verify']>) =>
    createDriverTester(world, catalog.nats, method, () => ({
      host: '127.0.0.1',
      ...logins[method],
      tls: 'disable',
    })).verify(...input)
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())

  /** Checks a login as a server would. */
  const isKnown = (login: Connect) =>
    (login.user === 'stepkey' && login.pass === password) ||
    login.auth_token === logins.token.token ||
    (login.jwt !== undefined && isSigned(login, userOf(login.jwt, account.getPublicKey()))) ||
    (login.jwt === undefined && login.nkey === keyOf(seed) && isSigned(login, login.nkey))
  const keyOf = (text: string) => nkeys.fromSeed(Buffer.from(text)).getPublicKey()

  const serve = (first = greeting(), count = { logins: 0 }) =>
    scripted(world, async (peer) => {
      peer.say(first)
      const login = await connect(peer)
      count.logins++
      if (!isKnown(login)) return peer.end(failure('Authorization Violation'))
      peer.say(pong)
      await peer.take(1)
    })

  const wrong = {
    password: { password: 'wrong' },
    token: { token: 'wrong' },
    credentials: { credentials: credentialsOf(nkeys.createAccount(), { name: 'bob' }) },
    nkey: { seed: seedOf(nkeys.createUser()) },
  }
  const details = {
    password: { identity: 'stepkey' },
    token: {},
    credentials: { identity: 'bob', expiresAt: new Date(expiry * 1000).toISOString() },
    nkey: { identity: keyOf(seed) },
  }

  it('returns login_needed when the server requires a login and none is given', async () => {
    const { verify: verifyWithoutLogin } = createDriverTester(world, catalog.nats, 'none', () => ({
      host: '127.0.0.1',
      tls: 'disable',
    }))
    expect(await verifyWithoutLogin({ port: await serve() })).toMatchObject({
      outcome: 'rejected',
      reason: 'login_needed',
    })
  })

  describe.each(methods)('with a %s', (method) => {
    const reason = method === 'password' ? 'bad_login' : 'unauthorized'

    it('accepts the right one and rejects a wrong one', async () => {
      const count = { logins: 0 }
      const port = await serve(greeting(), count)
      expect(await verify(method, { port })).toMatchObject({ outcome: 'verified', ...details[method] })
      expect(await verify(method, { port, ...wrong[method] })).toMatchObject({ outcome: 'rejected', reason })
      expect(count.logins).toBe(2)
    })

    it('signs in again with a wrong one when the server does not announce auth_required', async () => {
      const count = { logins: 0 }
      const port = await serve(greeting({ auth_required: undefined }), count)
      expect(await verify(method, { port })).toMatchObject({ outcome: 'verified', ...details[method] })
      expect(count.logins).toBe(2)
      const received: Connect[] = []
      const open = await scripted(world, async (peer) => {
        peer.say(info())
        received.push(await connect(peer))
        peer.say(pong)
      })
      expect(await verify(method, { port: open })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
      expect(received).toHaveLength(2)
      expect(received[1]).not.toEqual(received[0])
    })
  })

  it('accepts credentials with CRLF, or without a final line ending', async () => {
    const port = await serve()
    for (const text of [
      credentials.replaceAll('\n', '\r\n'),
      credentials.split('\n').slice(0, -3).join('\n'),
    ]) {
      expect(await verify('credentials', { port, credentials: text })).toMatchObject({ outcome: 'verified' })
    }
  })

  it('does not connect with a malformed key', async () => {
    const count = { logins: 0 }
    const port = await serve(greeting(), count)
    const mistyped = `${seed.slice(0, 20)}${seed[20] === 'A' ? 'B' : 'A'}${seed.slice(21)}`
    expect(await verify('nkey', { port, seed: mistyped })).toMatchObject({
      outcome: 'rejected',
      reason: 'unusable_key',
    })
    const damaged = credentials.replace(/^SU.{56}$/m, mistyped)
    expect(await verify('credentials', { port, credentials: damaged })).toMatchObject({
      outcome: 'rejected',
      reason: 'unusable_key',
    })
    expect(count.logins).toBe(0)
  })

  it.each([
    ['Authorization Violation', 'rejected', 'bad_login'],
    ['User Authentication Revoked', 'rejected', 'bad_login'],
    ['User Authentication Expired', 'rejected', 'login_expired'],
    ['Account Authentication Expired', 'rejected', 'login_expired'],
    ['maximum connections exceeded', 'unreachable', 'too_many_connections'],
    ['maximum account active connections exceeded', 'unreachable', 'too_many_connections'],
    ['Secure Connection - TLS Required', 'rejected', 'encryption_needed'],
    ['Attempted To Connect To Route Port', 'unexpected', 'not_this_protocol'],
    ['Unknown Protocol Operation', 'unexpected', 'not_this_protocol'],
    ['Stale Connection', 'unexpected', 'other_content'],
  ])('classifies “%s”', async (text, outcome, reason) => {
    const later = await scripted(world, async (peer) => {
      peer.say(greeting())
      await connect(peer)
      peer.end(failure(text))
    })
    expect(await verify('password', { port: later })).toMatchObject({ outcome, reason })
    const atOnce = await scripted(world, async (peer) => peer.end(failure(text)))
    expect(await verify('password', { port: atOnce })).toMatchObject({ outcome, reason })
  })

  it('answers PING, and connects to no other server', async () => {
    const said: string[] = []
    const port = await scripted(world, async (peer) => {
      peer.say(greeting({ connect_urls: ['127.0.0.1:1', 'elsewhere.example:4222'] }))
      await connect(peer)
      peer.say(Buffer.from('+OK\r\nPING\r\nINFO {"connect_urls":["127.0.0.1:2"],"ldm":true}\r\n'))
      said.push(await line(peer))
      peer.say(pong)
    })
    const before = world.dialled().length
    expect(await verify('password', { port })).toMatchObject({ outcome: 'verified' })
    expect(said).toEqual(['PONG'])
    expect(world.dialled().length).toBe(before + 1)
  })

  it('returns not_this_protocol for anything but PONG, and logs nothing', async () => {
    const logs = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
    for (const text of ['pong\r\n', 'PONG \r\n', '+OK\r\nMSG a 1 2\r\nhi\r\n', '\r\n', '{"ok":true}\r\n']) {
      const port = await scripted(world, async (peer) => {
        peer.say(greeting())
        await connect(peer)
        peer.end(Buffer.from(text))
      })
      expect(await verify('password', { port })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
    for (const text of [
      'INFO\r\n',
      'INFO 1\r\n',
      'INFO [1\r\n',
      'INFO null\r\n',
      `INFO ${'1'.repeat(70_000)}\r\n`,
      'PONG\r\n',
    ]) {
      const port = await scripted(world, async (peer) => peer.end(Buffer.from(text)))
      expect(await verify('password', { port })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
    for (const log of logs) {
      expect(log).not.toHaveBeenCalled()
      log.mockRestore()
    }
  })

  describe('sends no login', () => {
    /** Records everything that the client sends after the greeting. */
    const listening = async (first: Buffer) => {
      const received: Buffer[] = []
      const port = await world.tcp((socket) => {
        socket.write(first)
        socket.on('data', (chunk) => received.push(chunk))
      })
      return { port, received }
    }

    it('when the chosen encryption and the offered one differ', async () => {
      const plain = await listening(greeting())
      expect(await verify('password', { port: plain.port, tls: 'require' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
      const encrypted = await listening(greeting({ tls_required: true }))
      expect(await verify('password', { port: encrypted.port })).toMatchObject({
        outcome: 'rejected',
        reason: 'encryption_needed',
      })
      expect([...plain.received, ...encrypted.received]).toEqual([])
    })

    it('and rejects data that arrives before the TLS handshake', async () => {
      const { port, received } = await listening(Buffer.concat([greeting({ tls_required: true }), pong]))
      expect(await verify('password', { port, tls: 'require' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
      expect(received).toEqual([])
    })
  })

  // Servers written in Go send this alert to clients without a certificate.
  it('returns client_certificate for the TLS alert “bad certificate”', async () => {
    const port = await scripted(world, async (peer) => {
      peer.say(greeting({ tls_required: true }))
      await peer.take(1)
      peer.say(Buffer.from([0x15, 3, 3, 0, 2, 2, 42]))
    })
    expect(await verify('password', { port, tls: 'require' })).toMatchObject({
      outcome: 'rejected',
      reason: 'client_certificate',
    })
  })

  it('encrypts when the server offers TLS without requiring it', async () => {
    const certificate = await issue(world.authority, 'server.example')
    const received: Connect[] = []
    const port = await scripted(world, async (peer: Peer) => {
      peer.say(greeting({ tls_available: true }))
      await peer.encrypt(certificate)
      received.push(await connect(peer))
      peer.say(pong)
    })
    expect(await verify('password', { port, tls: 'require' })).toMatchObject({ outcome: 'verified' })
    expect(received).toMatchObject([{ tls_required: true }])
  })
})

describeEncryption('nats', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const seen: Connect[] = []
    const port = await scripted(world, async (peer) => {
      peer.say(greeting({ tls_required: true }))
      await peer.encrypt(certificate, clientAuthority)
      const login = await connect(peer)
      seen.push(login)
      if (login.pass !== 's3cret') return peer.end(failure('Authorization Violation'))
      peer.say(pong)
      await peer.take(1)
    })
    return { port, logins: seen }
  },
})

describeHostileServers('nats', 'password', {
  plain: { host: 'nats.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: greeting().toString(),
})
