import { createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import {
  failure,
  greeting,
  LOCAL_FILES,
  login,
  okay,
  packet,
  packetOf,
  row,
  scramble,
  signIn,
  switchTo,
} from '../../../../testing/protocols/mysql-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'
import { issue } from '../../../../testing/world.ts'

const real = realServer('TEST_MYSQL_URL', 3306)

describe.skipIf(!real)('the MySQL check, against a real server', () => {
  const { host, port, url } = real ?? { host: '', port: 0, url: '' }
  const suffix = randomBytes(4).toString('hex')
  const [reader, guest] = [`stepkey_reader_${suffix}`, `stepkey_guest_${suffix}`]
  const password = 'p4ss "\\ wörd\''
  const { verify } = useDriverTester('mysql', 'password', () => ({
    host,
    port,
    user: reader,
    password,
    tls: 'disable',
  }))
  let admin: Connection

  beforeAll(async () => {
    admin = await mysql.createConnection(url)
    for (const user of [reader, guest]) {
      await admin.query(`create user ?@'%' identified by ?`, [user, password])
    }
    await admin.query(`grant select on *.* to ?@'%'`, [reader])
  })
  afterAll(async () => {
    for (const user of [reader, guest]) await admin.query(`drop user ?@'%'`, [user])
    await admin.end()
  })

  it('accepts the right login and reports the identity', async () => {
    expect(await verify()).toMatchObject({ outcome: 'verified', identity: `${reader}@%` })
    expect(await verify({ database: 'mysql' })).toMatchObject({ outcome: 'verified' })
  })

  it('rejects a wrong password and an unknown user', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ user: `unknown_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
  })

  it('distinguishes an unknown database from one without permission', async () => {
    expect(await verify({ database: `typo_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_database',
    })
    expect(await verify({ user: guest, database: 'mysql' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_permission',
    })
  })

  it('reports a locked user, an expired password and too many connections', async () => {
    await admin.query(`alter user ?@'%' account lock`, [guest])
    expect(await verify({ user: guest })).toMatchObject({ outcome: 'rejected', reason: 'account_locked' })
    await admin.query(`alter user ?@'%' account unlock password expire`, [guest])
    expect(await verify({ user: guest })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
    await admin.query(`alter user ?@'%' identified by ? with max_user_connections 1`, [guest, password])
    const only = await mysql.createConnection({
      host,
      port,
      user: guest,
      password,
    })
    expect(await verify({ user: guest })).toMatchObject({ reason: 'too_many_connections' })
    await only.end()
  })

  it('returns encryption_needed for a user who must use TLS, if the server offers it', async () => {
    await admin.query(`alter user ?@'%' require ssl`, [reader])
    try {
      const isOffered = (await verify({ tls: 'require' })).outcome === 'verified'
      const reason = isOffered ? 'encryption_needed' : 'bad_login'
      expect(await verify()).toMatchObject({ outcome: 'rejected', reason })
      expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    } finally {
      await admin.query(`alter user ?@'%' require none`, [reader])
    }
  })

  it('closes its connections', async () => {
    await verify()
    await verify({ password: 'wrong' })
    const count = 'select count(*) as n from information_schema.processlist where user = ?'
    await expect.poll(async () => ((await admin.query(count, [reader]))[0] as { n: number }[])[0]?.n).toBe(0)
  })
})

describe('the MySQL check, against scripted servers', () => {
  const password = 's3cret pass'
  const tester = useDriverTester('mysql', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  it.each([
    [1045, 'rejected', 'bad_login'],
    [1698, 'rejected', 'bad_login'],
    [1044, 'rejected', 'no_permission'],
    [1130, 'rejected', 'address_not_admitted'],
    [1049, 'rejected', 'no_such_database'],
    [3118, 'rejected', 'account_locked'],
    [3955, 'rejected', 'account_locked'],
    [4150, 'rejected', 'account_locked'],
    [4151, 'rejected', 'account_locked'],
    [1862, 'rejected', 'password_expired'],
    [1040, 'unreachable', 'too_many_connections'],
    [1203, 'unreachable', 'too_many_connections'],
    [3159, 'rejected', 'encryption_needed'],
    [1251, 'unexpected', 'login_not_offered'],
    [1053, 'unexpected', 'server_error'],
  ])('classifies error %i at the login and in place of the greeting', async (number, outcome, reason) => {
    const atLogin = await scripted(tester.world, async (peer) => {
      peer.say(greeting())
      await packet(peer)
      peer.end(failure(2, number))
    })
    expect(await verify({ port: atLogin })).toMatchObject({ outcome, reason })
    const atOnce = await scripted(tester.world, async (peer) => peer.end(failure(0, number)))
    expect(await verify({ port: atOnce })).toMatchObject({ outcome, reason })
  })

  it('returns password_expired for a session that may only change its password', async () => {
    const port = await scripted(tester.world, async (peer) => {
      await signIn(peer)
      await packet(peer)
      peer.say(failure(1, 1820))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
  })

  it('returns unexpected for anything but a row, and logs nothing', async () => {
    for (const answer of [okay(1), packetOf(1, Buffer.from([0xfe, 0, 0, 2, 0])), okay(7)]) {
      const logged = vi.spyOn(console, 'error')
      const port = await scripted(tester.world, async (peer) => {
        await signIn(peer)
        await packet(peer)
        peer.say(answer)
      })
      expect(await verify({ port }, { deadline: 400 })).toMatchObject({ outcome: 'unexpected' })
      expect(logged).not.toHaveBeenCalled()
      logged.mockRestore()
    }
  })

  it('survives random data at every step, and logs nothing', async () => {
    const logged = [vi.spyOn(console, 'error'), vi.spyOn(console, 'trace')]
    for (let seed = 0; seed < 80; seed++) {
      const noise = createHash('shake256', { outputLength: 120 }).update(String(seed)).digest()
      const begun = Buffer.concat([Buffer.from([[0, 1, 2, 0xfb, 0xfe, 0xff][seed % 6] ?? 0]), noise])
      const port = await scripted(tester.world, async (peer) => {
        // Random data in place of the greeting, of the response to the login, or of the response to the query.
        if (seed % 4 === 0) return peer.end(packetOf(0, Buffer.concat([Buffer.from([10]), noise])))
        if (seed % 4 === 1) peer.say(greeting())
        else await signIn(peer)
        await packet(peer)
        if (seed % 4 === 3) return peer.end(packetOf(1, Buffer.from([1])), packetOf(2, noise))
        peer.end(packetOf(seed % 4 === 1 ? 2 : 1, begun), packetOf(seed % 4 === 1 ? 3 : 2, noise))
      })
      expect((await verify({ port }, { deadline: 500 })).outcome).toMatch(
        /^(unexpected|unreachable|timeout)$/,
      )
    }
    for (const spy of logged) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })

  it('sends no file to a server that requests one', async () => {
    const received: Buffer[] = []
    const port = await scripted(tester.world, async (peer) => {
      const { capabilities } = await signIn(peer)
      expect(capabilities & LOCAL_FILES).toBe(0)
      await packet(peer)
      peer.say(packetOf(1, Buffer.from('\xfb/etc/passwd', 'latin1')))
      received.push((await packet(peer)).payload)
      peer.say(okay(3))
      received.push((await packet(peer)).payload)
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    await expect.poll(() => received.length).toBe(2)
    // An empty file, and COM_QUIT.
    expect(received).toEqual([Buffer.alloc(0), Buffer.from([1])])
  })

  describe('never sends the password in a readable form', () => {
    const key = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const full = packetOf(4, Buffer.from([1, 4]))
    const ownKey = (sequence: number) => packetOf(sequence, Buffer.from(`\x01${key.publicKey}`, 'latin1'))

    /** Sends the messages in turn, and records everything that the client sends. */
    async function serveMessages(first: Buffer, ...messages: Buffer[]) {
      const received: Buffer[] = []
      const port = await tester.world.tcp((socket) => {
        socket.write(first)
        socket.on('data', (chunk) => {
          received.push(chunk)
          const next = messages.shift()
          if (next) socket.write(next)
        })
      })
      return { port, received }
    }
    function expectNoPassword(received: Buffer[]) {
      expect(Buffer.concat(received).includes(password)).toBe(false)
      for (const chunk of received) {
        const { length } = chunk
        if (length < 256) continue
        expect(() =>
          privateDecrypt({ key: key.privateKey, oaepHash: 'sha1' }, chunk.subarray(-256)),
        ).toThrow()
      }
    }

    it.each([
      ['mysql_clear_password', []],
      ['caching_sha2_password', [full, ownKey(6)]],
      ['sha256_password', [ownKey(4)]],
      ['mysql_old_password', []],
      ['dialog', []],
      ['__proto__', []],
    ])('when the server requests %s', async (plugin, more) => {
      for (const server of [
        await serveMessages(greeting({ plugin }), switchTo(plugin), ...more),
        await serveMessages(greeting(), switchTo(plugin), ...more),
      ]) {
        expect(await verify({ port: server.port })).toMatchObject({
          outcome: 'unexpected',
          reason: 'login_not_offered',
        })
        expect(server.received.length).toBeGreaterThan(0)
        expectNoPassword(server.received)
      }
    })

    it('when the server does not support the chosen encryption', async () => {
      const { port, received } = await serveMessages(greeting(), okay(2))
      expect(await verify({ port, tls: 'require' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
      expect(received).toEqual([])
    })

    it('when the server requests it together with its greeting', async () => {
      const { port, received } = await serveMessages(
        Buffer.concat([
          greeting({ ssl: true }),
          switchTo('caching_sha2_password'),
          packetOf(3, Buffer.from([1, 4])),
        ]),
      )
      expect(await verify({ port, tls: 'verify-full' })).toMatchObject({ outcome: 'unexpected' })
      expect(received).toEqual([])
    })
  })

  describe('after 1045 on a plain connection', () => {
    /** Refuses plain logins, and over TLS those with another password. Records the messages of the clients over TLS. */
    async function requireTls({ plugin = 'mysql_native_password', offered = true } = {}) {
      const certificate = await issue(tester.world.authority, 'other.example')
      const attempts: string[] = []
      const received: Buffer[] = []
      const port = await scripted(tester.world, async (peer) => {
        peer.say(greeting({ ssl: offered }))
        const first = await packet(peer)
        if (first.payload.length > 32) {
          attempts.push('plain')
          return peer.end(failure(2, 1045))
        }
        await peer.encrypt(certificate)
        const { payload } = await packet(peer)
        const [, proof] = login(payload)
        attempts.push('encrypted')
        received.push(payload)
        if (plugin !== 'mysql_native_password') {
          peer.say(switchTo(plugin, 3))
          received.push((await packet(peer)).payload)
          peer.say(packetOf(5, Buffer.from([1, 4])))
          received.push((await packet(peer)).payload)
          return peer.end(failure(7, 1045))
        }
        if (!proof.equals(scramble(password))) return peer.end(failure(3, 1045))
        peer.say(okay(3))
        await packet(peer)
        peer.say(row('stepkey@%'))
      })
      return { port, attempts, received }
    }

    it('returns encryption_needed if the login succeeds over TLS', async () => {
      const { port, attempts } = await requireTls()
      expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason: 'encryption_needed' })
      expect(attempts).toEqual(['plain', 'encrypted'])
    })

    it('returns bad_login if it is refused there, too, or if the server offers no TLS', async () => {
      const refusing = await requireTls()
      expect(await verify({ port: refusing.port, password: 'wrong' })).toMatchObject({ reason: 'bad_login' })
      expect(refusing.attempts).toEqual(['plain', 'encrypted'])
      const plain = await requireTls({ offered: false })
      expect(await verify({ port: plain.port })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
      expect(plain.attempts).toEqual(['plain'])
    })

    it.each(['caching_sha2_password', 'sha256_password', 'mysql_clear_password'])(
      'sends no readable password to an unknown server that requests %s',
      async (plugin) => {
        const { port, attempts, received } = await requireTls({ plugin })
        expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
        expect(attempts).toEqual(['plain', 'encrypted'])
        expect(Buffer.concat(received).includes(password)).toBe(false)
      },
    )
  })

  it('returns login_not_needed when the server checked no login', async () => {
    // MySQL and MariaDB with --skip-grant-tables, and an anonymous user.
    for (const identity of ['skip-grants user@skip-grants host', '@', '@localhost']) {
      const port = await scripted(tester.world, async (peer) => {
        await signIn(peer)
        await packet(peer)
        peer.say(row(identity))
      })
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    }
  })

  it('sends the clear password only to a server with a verified certificate', async () => {
    const certificate = await issue(tester.world.authority, 'db.example')
    const received: Buffer[] = []
    const port = await scripted(tester.world, async (peer) => {
      peer.say(greeting({ ssl: true }))
      await packet(peer)
      await peer.encrypt(certificate)
      received.push((await packet(peer)).payload)
      peer.say(switchTo('mysql_clear_password', 3))
      received.push((await packet(peer)).payload)
      peer.say(okay(5))
      await packet(peer)
      peer.say(row('stepkey@%'))
    })
    expect(await verify({ port, tls: 'require' })).toMatchObject({ reason: 'login_not_offered' })
    expect(Buffer.concat(received).includes(password)).toBe(false)

    tester.world.route('db.example', 3306, port)
    const known = { host: 'db.example', tls: 'verify-full', ca: tester.world.authority.cert }
    expect(await verify(known)).toMatchObject({ outcome: 'verified' })
    expect(Buffer.concat(received).includes(password)).toBe(true)
  })
})

describeEncryption('mysql', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[] = []
    const port = await scripted(world, async (peer) => {
      peer.say(greeting({ ssl: true }))
      expect((await packet(peer)).payload).toHaveLength(32)
      await peer.encrypt(certificate, clientAuthority)
      const [user, proof] = login((await packet(peer)).payload)
      logins.push(user)
      if (!proof.equals(scramble('s3cret'))) return peer.end(failure(3, 1045))
      peer.say(okay(3))
      await packet(peer)
      peer.say(row('stepkey@%'))
    })
    return { port, logins }
  },
})

describeHostileServers('mysql', 'password', {
  plain: { host: 'db.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: greeting({ ssl: true }).toString('latin1'),
})
