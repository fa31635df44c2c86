import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'

const real = realServer('TEST_REDIS_URL', 6379)

describe.skipIf(!real)('the Redis check, against a real server without a password', () => {
  const { host, port, url } = real ?? { host: '', port: 0, url: '' }
  const suffix = randomBytes(4).toString('hex')
  const [reader, poor, off] = [`stepkey_reader_${suffix}`, `stepkey_poor_${suffix}`, `stepkey_off_${suffix}`]
  const password = 'p4ss "\\ wörd\''
  const { ask } = asks('redis', 'password', () => ({ host, port, user: reader, password, tls: 'disable' }))
  let admin: Redis

  beforeAll(async () => {
    admin = new Redis(url)
    await admin.call('ACL', 'SETUSER', reader, 'on', `>${password}`, '+@all', '~*')
    await admin.call('ACL', 'SETUSER', poor, 'on', `>${password}`, '+get', '~*')
    await admin.call('ACL', 'SETUSER', off, 'off', `>${password}`, '+@all', '~*')
  })
  afterAll(async () => {
    await admin.call('ACL', 'DELUSER', reader, poor, off)
    admin.disconnect()
  })

  it('lets the right login in, for any database that there is', async () => {
    expect(await ask()).toMatchObject({ outcome: 'verified', identity: reader })
    expect(await ask({ database: 3 })).toMatchObject({ outcome: 'verified' })
    expect(await ask({ database: 65_535 })).toMatchObject({ outcome: 'rejected', reason: 'no_such_database' })
  })

  it('refuses a wrong password, an unknown user and one that is switched off', async () => {
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ user: `nobody_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
    expect(await ask({ user: off })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ password: undefined })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('takes a user that may do little as limited', async () => {
    expect(await ask({ user: poor })).toMatchObject({ outcome: 'limited' })
    expect(await ask({ user: poor, database: 3 })).toMatchObject({ outcome: 'limited' })
    expect(await ask({ user: poor, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
  })

  // AUTH default with any password is OK there.
  it('takes a password for nothing where the server asks for none', async () => {
    const nothing = { user: undefined, password: undefined }
    expect(await ask(nothing)).toMatchObject({ outcome: 'verified' })
    for (const user of [undefined, 'default']) {
      expect(await ask({ user, password: 'anything' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
    }
  })

  it('leaves no connection behind', async () => {
    const marks = async () =>
      String(await admin.call('CLIENT', 'LIST')).match(/ cmd=(ping|auth|select|NULL) /g)
    await ask()
    await ask({ password: 'wrong' })
    await expect.poll(async () => (await marks()) ?? []).toEqual([])
  })
})

describe('the Redis check, against scripted servers', () => {
  const outside = asks('redis', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password: 's3cret pass',
    tls: 'disable',
  }))
  const { ask } = outside

  /** Answers the commands one after the other, and notes them. */
  async function answering(...answers: string[]) {
    const commands: string[][] = []
    const port = await scripted(outside.world, async (peer) => {
      for (const answer of answers) {
        commands.push(await command(peer))
        peer.say(Buffer.from(answer))
      }
    })
    return { port, commands }
  }

  it('signs in, chooses the database and pings, and says nothing else', async () => {
    const { port, commands } = await answering('+OK\r\n', '+OK\r\n', '+PONG\r\n')
    expect(await ask({ port, database: 3 })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(commands).toEqual([['AUTH', 'stepkey', 's3cret pass'], ['SELECT', '3'], ['PING']])
    const plain = await answering('+OK\r\n', '+PONG\r\n')
    expect(await ask({ port: plain.port, user: undefined })).toMatchObject({ identity: 'default' })
    expect(plain.commands).toEqual([['AUTH', 's3cret pass'], ['PING']])
  })

  it.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', 'rejected', 'bad_login'],
    ['ERR invalid password', 'rejected', 'bad_login'],
    ['ERR invalid username-password pair or user is disabled.', 'rejected', 'bad_login'],
    ['ERR Client sent AUTH, but no password is set', 'unexpected', 'login_not_needed'],
    [
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      'unexpected',
      'login_not_needed',
    ],
    ["ERR wrong number of arguments for 'auth' command", 'unexpected', 'refused_request'],
    ['NOAUTH Authentication required.', 'rejected', 'login_needed'],
    [
      'DENIED Redis is running in protected mode because protected mode is enabled',
      'rejected',
      'no_permission',
    ],
    ['ERR max number of clients reached', 'unreachable', 'too_many_connections'],
    ['LOADING Redis is loading the dataset in memory', 'unexpected', 'server_error'],
    ['NOPERM this user has no permissions to run the command', 'unexpected', 'other_content'],
    ['ERR no idea', 'unexpected', 'other_content'],
  ])('reads “%s” in answer to a login, and before it', async (said, outcome, reason) => {
    const { port } = await answering(`-${said}\r\n`)
    expect(await ask({ port })).toMatchObject({ outcome, reason })
    const atOnce = await scripted(outside.world, async (peer) => peer.end(Buffer.from(`-${said}\r\n`)))
    expect(await ask({ port: atOnce })).toMatchObject({ outcome, reason })
  })

  it('asks for a password where none was entered', async () => {
    const { port } = await answering('-NOAUTH Authentication required.\r\n')
    expect(await ask({ port, user: undefined, password: undefined })).toMatchObject({
      outcome: 'rejected',
      reason: 'login_needed',
    })
  })

  // ioredis throws on these where nobody can catch it.
  it.each([
    '>1\r\n+subscribe\r\n',
    '$-1\r\n',
    '_\r\n',
    '*1\r\n$-1\r\n',
    '>1\r\n_\r\n',
    '+OK\r\n+PONG\r\n$-1\r\n',
    '%1\r\n+a\r\n+b\r\n',
  ])('survives %j in place of an answer', async (answer) => {
    const { port } = await answering(answer)
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('takes nothing but the right answers as proof', async () => {
    for (const answers of [
      ['+OK POP3 server ready\r\n', '+PONG\r\n'],
      ['+OK\r\n', '+OK\r\n'],
      ['+QUEUED\r\n', '+PONG\r\n'],
    ]) {
      const { port } = await answering(...answers)
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    }
  })

  it('says so when the connection is lost', async () => {
    const port = await scripted(outside.world, async (peer) => {
      await command(peer)
      peer.end(Buffer.from('+OK\r\n'))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })

  it('never goes to another server', async () => {
    let reached = 0
    const other = await outside.world.tcp(() => {
      reached++
    })
    const { port } = await answering('+OK\r\n', `-MOVED 1 127.0.0.1:${other}\r\n`)
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected' })
    expect(reached).toBe(0)
  })
})

encrypts('redis', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[][] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const login = await command(peer)
      logins.push(login)
      if (login.join(' ') !== 'AUTH stepkey s3cret') return peer.say(Buffer.from('-WRONGPASS no\r\n'))
      peer.say(Buffer.from('+OK\r\n'))
      await command(peer)
      peer.say(Buffer.from('+PONG\r\n'))
    })
    return { port, logins }
  },
})

withstands('redis', 'password', {
  plain: { host: 'cache.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})

/** A command as clients send it: an array of bulk strings. */
async function command(peer: Peer): Promise<string[]> {
  const line = async () => {
    let read = ''
    while (!read.endsWith('\r\n')) read += (await peer.take(1)).toString('latin1')
    return Number(read.slice(1))
  }
  const words: string[] = []
  for (let left = await line(); left > 0; left--) {
    words.push((await peer.take(await line())).toString())
    await peer.take(2)
  }
  return words
}
