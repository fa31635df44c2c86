import { createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto'
import mysql, { type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
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
  const { ask } = asks('mysql', 'password', () => ({ host, port, user: reader, password, tls: 'disable' }))
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

  it('lets the right login in and tells who it is', async () => {
    expect(await ask()).toMatchObject({ outcome: 'verified', identity: `${reader}@%` })
    expect(await ask({ database: 'mysql' })).toMatchObject({ outcome: 'verified' })
  })

  it('refuses a wrong password and an unknown user', async () => {
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ user: `nobody_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
  })

  it('tells an unknown database from one that the user may not enter', async () => {
    expect(await ask({ database: `typo_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_database',
    })
    expect(await ask({ user: guest, database: 'mysql' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_permission',
    })
  })

  it('says so when the user is locked, its password has expired, or it has too many connections', async () => {
    await admin.query(`alter user ?@'%' account lock`, [guest])
    expect(await ask({ user: guest })).toMatchObject({ outcome: 'rejected', reason: 'account_locked' })
    await admin.query(`alter user ?@'%' account unlock password expire`, [guest])
    expect(await ask({ user: guest })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
    await admin.query(`alter user ?@'%' identified by ? with max_user_connections 1`, [guest, password])
    const only = await mysql.createConnection({
      host,
      port,
      user: guest,
      password,
    })
    expect(await ask({ user: guest })).toMatchObject({ reason: 'too_many_connections' })
    await only.end()
  })

  it('leaves no connection behind', async () => {
    await ask()
    await ask({ password: 'wrong' })
    const count = 'select count(*) as n from information_schema.processlist where user = ?'
    await expect.poll(async () => ((await admin.query(count, [reader]))[0] as { n: number }[])[0]?.n).toBe(0)
  })
})

describe('the MySQL check, against scripted servers', () => {
  const password = 's3cret pass'
  const outside = asks('mysql', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = outside

  it.each([
    [1045, 'rejected', 'bad_login'],
    [1698, 'rejected', 'bad_login'],
    [1044, 'rejected', 'no_permission'],
    [1130, 'rejected', 'no_permission'],
    [1049, 'rejected', 'no_such_database'],
    [3118, 'rejected', 'account_locked'],
    [3955, 'rejected', 'account_locked'],
    [4150, 'rejected', 'account_locked'],
    [4151, 'rejected', 'account_locked'],
    [1862, 'rejected', 'password_expired'],
    [1040, 'unreachable', 'too_many_connections'],
    [1203, 'unreachable', 'too_many_connections'],
    [3159, 'unexpected', 'login_not_offered'],
    [1251, 'unexpected', 'login_not_offered'],
    [1053, 'unexpected', 'server_error'],
  ])('reads error %i at the login and in place of the greeting', async (number, outcome, reason) => {
    const atLogin = await scripted(outside.world, async (peer) => {
      peer.say(greeting())
      await packet(peer)
      peer.end(failure(2, number))
    })
    expect(await ask({ port: atLogin })).toMatchObject({ outcome, reason })
    const atOnce = await scripted(outside.world, async (peer) => peer.end(failure(0, number)))
    expect(await ask({ port: atOnce })).toMatchObject({ outcome, reason })
  })

  it('takes a session that may only change its password as expired', async () => {
    const port = await scripted(outside.world, async (peer) => {
      await signIn(peer)
      await packet(peer)
      peer.say(failure(1, 1820))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
  })

  it('takes nothing but a row as proof', async () => {
    for (const answer of [okay(1), packetOf(1, Buffer.from([0xfe, 0, 0, 2, 0])), okay(7)]) {
      const logged = vi.spyOn(console, 'error')
      const port = await scripted(outside.world, async (peer) => {
        await signIn(peer)
        await packet(peer)
        peer.say(answer)
      })
      expect(await ask({ port }, { deadline: 400 })).toMatchObject({ outcome: 'unexpected' })
      expect(logged).not.toHaveBeenCalled()
      logged.mockRestore()
    }
  })

  it('survives noise at every step, and keeps it to itself', async () => {
    const logged = [vi.spyOn(console, 'error'), vi.spyOn(console, 'trace')]
    for (let seed = 0; seed < 80; seed++) {
      const noise = createHash('shake256', { outputLength: 120 }).update(String(seed)).digest()
      const begun = Buffer.concat([Buffer.from([[0, 1, 2, 0xfb, 0xfe, 0xff][seed % 6] ?? 0]), noise])
      const port = await scripted(outside.world, async (peer) => {
        // In place of the greeting, of the answer to the login, and of the answer to the question.
        if (seed % 4 === 0) return peer.end(packetOf(0, Buffer.concat([Buffer.from([10]), noise])))
        if (seed % 4 === 1) peer.say(greeting())
        else await signIn(peer)
        await packet(peer)
        if (seed % 4 === 3) return peer.end(packetOf(1, Buffer.from([1])), packetOf(2, noise))
        peer.end(packetOf(seed % 4 === 1 ? 2 : 1, begun), packetOf(seed % 4 === 1 ? 3 : 2, noise))
      })
      expect((await ask({ port }, { deadline: 500 })).outcome).toMatch(/^(unexpected|unreachable|timeout)$/)
    }
    for (const spy of logged) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })

  it('hands no file to a server that asks for one', async () => {
    const received: Buffer[] = []
    const port = await scripted(outside.world, async (peer) => {
      const { capabilities } = await signIn(peer)
      expect(capabilities & LOCAL_FILES).toBe(0)
      await packet(peer)
      peer.say(packetOf(1, Buffer.from('\xfb/etc/passwd', 'latin1')))
      received.push((await packet(peer)).payload)
      peer.say(okay(3))
      received.push((await packet(peer)).payload)
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    await expect.poll(() => received.length).toBe(2)
    // An empty one, and the farewell.
    expect(received).toEqual([Buffer.alloc(0), Buffer.from([1])])
  })

  describe('never gives the password to somebody who listens', () => {
    const key = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const full = packetOf(4, Buffer.from([1, 4]))
    const ownKey = (sequence: number) => packetOf(sequence, Buffer.from(`\x01${key.publicKey}`, 'latin1'))

    /** Sends all that, one after the other, and reads whatever comes. */
    async function greedy(first: Buffer, ...messages: Buffer[]) {
      const heard: Buffer[] = []
      const port = await outside.world.tcp((socket) => {
        socket.write(first)
        socket.on('data', (chunk) => {
          heard.push(chunk)
          const next = messages.shift()
          if (next) socket.write(next)
        })
      })
      return { port, heard }
    }
    function expectNoPassword(heard: Buffer[]) {
      expect(Buffer.concat(heard).includes(password)).toBe(false)
      for (const chunk of heard) {
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
    ])('when it wants %s', async (plugin, more) => {
      for (const ways of [
        await greedy(greeting({ plugin }), switchTo(plugin), ...more),
        await greedy(greeting(), switchTo(plugin), ...more),
      ]) {
        expect(await ask({ port: ways.port })).toMatchObject({
          outcome: 'unexpected',
          reason: 'login_not_offered',
        })
        expect(ways.heard.length).toBeGreaterThan(0)
        expectNoPassword(ways.heard)
      }
    })

    it('when it has no encryption although it was asked for', async () => {
      const { port, heard } = await greedy(greeting(), okay(2))
      expect(await ask({ port, tls: 'require' })).toMatchObject({ outcome: 'tls', reason: 'tls_not_offered' })
      expect(heard).toEqual([])
    })

    it('when it wants it in the same breath as it promises encryption', async () => {
      const { port, heard } = await greedy(
        Buffer.concat([
          greeting({ ssl: true }),
          switchTo('caching_sha2_password'),
          packetOf(3, Buffer.from([1, 4])),
        ]),
      )
      expect(await ask({ port, tls: 'verify-full' })).toMatchObject({ outcome: 'unexpected' })
      expect(heard).toEqual([])
    })
  })

  it('gives the password itself only to a server that has shown who it is', async () => {
    const certificate = await issue(outside.world.authority, 'db.example')
    const heard: Buffer[] = []
    const port = await scripted(outside.world, async (peer) => {
      peer.say(greeting({ ssl: true }))
      await packet(peer)
      await peer.encrypt(certificate)
      heard.push((await packet(peer)).payload)
      peer.say(switchTo('mysql_clear_password', 3))
      heard.push((await packet(peer)).payload)
      peer.say(okay(5))
      await packet(peer)
      peer.say(row('stepkey@%'))
    })
    expect(await ask({ port, tls: 'require' })).toMatchObject({ reason: 'login_not_offered' })
    expect(Buffer.concat(heard).includes(password)).toBe(false)

    outside.world.route('db.example', 3306, port)
    const known = { host: 'db.example', tls: 'verify-full', ca: outside.world.authority.cert }
    expect(await ask(known)).toMatchObject({ outcome: 'verified' })
    expect(Buffer.concat(heard).includes(password)).toBe(true)
  })
})

encrypts('mysql', 'password', {
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

withstands('mysql', 'password', {
  plain: { host: 'db.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: greeting({ ssl: true }).toString('latin1'),
})
