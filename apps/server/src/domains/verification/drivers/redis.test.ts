import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'

const real = realServer('TEST_REDIS_URL', 6379)

describe.skipIf(!real)('the Redis check, against a real server without a password', () => {
  const { host, port, url } = real ?? { host: '', port: 0, url: '' }
  const suffix = randomBytes(4).toString('hex')
  const user = (name: string) => `stepkey_${name}_${suffix}`
  const [reader, poor, off] = [user('reader'), user('poor'), user('off')]
  const [open, poorOpen] = [user('open'), user('poor_open')]
  const password = 'p4ss "\\ wörd\''
  const { verify } = useDriverTester('redis', 'password', () => ({
    host,
    port,
    user: reader,
    password,
    tls: 'disable',
  }))
  let admin: Redis

  beforeAll(async () => {
    admin = new Redis(url)
    await admin.call('ACL', 'SETUSER', reader, 'on', `>${password}`, '+@all', '~*')
    await admin.call('ACL', 'SETUSER', poor, 'on', `>${password}`, '+get', '~*')
    await admin.call('ACL', 'SETUSER', off, 'off', `>${password}`, '+@all', '~*')
    await admin.call('ACL', 'SETUSER', open, 'on', 'nopass', '+@all', '~*')
    await admin.call('ACL', 'SETUSER', poorOpen, 'on', 'nopass', '+get', '~*')
  })
  afterAll(async () => {
    await admin.call('ACL', 'DELUSER', reader, poor, off, open, poorOpen)
    admin.disconnect()
  })

  it('accepts the right login for every existing database', async () => {
    expect(await verify()).toMatchObject({ outcome: 'verified', identity: reader })
    expect(await verify({ database: 3 })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ database: 65_535 })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_database',
    })
  })

  it('rejects a wrong password, an unknown user and a disabled user', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ user: `unknown_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
    expect(await verify({ user: off })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ password: undefined })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('returns limited for a user without the permission for PING', async () => {
    expect(await verify({ user: poor })).toMatchObject({ outcome: 'limited' })
    expect(await verify({ user: poor, database: 3 })).toMatchObject({ outcome: 'limited' })
    expect(await verify({ user: poor, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
  })

  // Such a server answers AUTH for the default user with OK for any password.
  it('returns login_not_needed for a password when the server needs none', async () => {
    const nothing = { user: undefined, password: undefined }
    expect(await verify(nothing)).toMatchObject({ outcome: 'verified' })
    for (const user of [undefined, 'default']) {
      expect(await verify({ user, password: 'anything' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
    }
  })

  it('returns login_not_needed for a password of a user with nopass', async () => {
    for (const user of [open, poorOpen]) {
      expect(await verify({ user, password: 'anything' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
    }
    expect(await verify({ user: open, password: undefined })).toMatchObject({ outcome: 'verified' })
  })

  it('closes its connections', async () => {
    const marks = async () =>
      String(await admin.call('CLIENT', 'LIST')).match(/ cmd=(ping|auth|select|NULL) /g)
    await verify()
    await verify({ password: 'wrong' })
    await expect.poll(async () => (await marks()) ?? []).toEqual([])
  })
})

describe('the Redis check, against scripted servers', () => {
  const tester = useDriverTester('redis', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password: 's3cret pass',
    tls: 'disable',
  }))
  const { verify } = tester

  const password = 's3cret pass'

  /** Answers the commands in order, and records them. Refuses the control sign-in with a decoy password. */
  async function answering(...answers: string[]) {
    const commands: string[][] = []
    const decoys: string[][] = []
    const port = await scripted(tester.world, async (peer) => {
      for (const answer of answers) {
        const received = await command(peer)
        const isDecoy = received[0] === 'AUTH' && received.at(-1) !== password
        ;(isDecoy ? decoys : commands).push(received)
        peer.say(Buffer.from(isDecoy ? '-WRONGPASS invalid username-password pair\r\n' : answer))
      }
    })
    return { port, commands, decoys }
  }

  it('sends only AUTH, SELECT and PING', async () => {
    const { port, commands, decoys } = await answering('+OK\r\n', '+OK\r\n', '+PONG\r\n')
    expect(await verify({ port, database: 3 })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(commands).toEqual([['AUTH', 'stepkey', 's3cret pass'], ['SELECT', '3'], ['PING']])
    const plain = await answering('+OK\r\n', '+PONG\r\n')
    expect(await verify({ port: plain.port, user: undefined })).toMatchObject({ identity: 'default' })
    expect(plain.commands).toEqual([['AUTH', 's3cret pass'], ['PING']])
    // A server that ignores passwords refuses AUTH without a user.
    expect([decoys, plain.decoys]).toEqual([[['AUTH', 'stepkey', expect.any(String)]], []])
  })

  it.each([
    ['accepted', '+OK', 'unexpected', 'login_not_needed'],
    ['not judged', '-LOADING Redis is loading the dataset in memory', 'unexpected', 'control_inconclusive'],
  ])('is inconclusive if a wrong password is %s', async (_, reply, outcome, reason) => {
    const port = await scripted(tester.world, async (peer) => {
      const isDecoy = (await command(peer)).at(-1) !== password
      peer.say(Buffer.from(`${isDecoy ? reply : '+OK'}\r\n`))
      await command(peer)
      peer.say(Buffer.from('+PONG\r\n'))
    })
    expect(await verify({ port })).toMatchObject({ outcome, reason })
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
      'address_not_admitted',
    ],
    ['ERR unencrypted connection is prohibited', 'rejected', 'encryption_needed'],
    ['ERR max number of clients reached', 'unreachable', 'too_many_connections'],
    ['LOADING Redis is loading the dataset in memory', 'unexpected', 'server_error'],
    ['NOPERM this user has no permissions to run the command', 'unexpected', 'other_content'],
    ['ERR no idea', 'unexpected', 'other_content'],
  ])('classifies “%s” in response to a login, and before it', async (said, outcome, reason) => {
    const { port } = await answering(`-${said}\r\n`)
    expect(await verify({ port })).toMatchObject({ outcome, reason })
    const atOnce = await scripted(tester.world, async (peer) => peer.end(Buffer.from(`-${said}\r\n`)))
    expect(await verify({ port: atOnce })).toMatchObject({ outcome, reason })
  })

  it('returns login_needed when the server requires a password and none is given', async () => {
    const { port } = await answering('-NOAUTH Authentication required.\r\n')
    expect(await verify({ port, user: undefined, password: undefined })).toMatchObject({
      outcome: 'rejected',
      reason: 'login_needed',
    })
  })

  // ioredis would throw uncaught exceptions on these replies.
  it.each([
    '>1\r\n+subscribe\r\n',
    '$-1\r\n',
    '_\r\n',
    '*1\r\n$-1\r\n',
    '>1\r\n_\r\n',
    '+OK\r\n+PONG\r\n$-1\r\n',
    '%1\r\n+a\r\n+b\r\n',
  ])('returns not_this_protocol for the reply %j', async (answer) => {
    const { port } = await answering(answer)
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('returns not_this_protocol for unexpected replies', async () => {
    for (const answers of [
      ['+OK POP3 server ready\r\n', '+PONG\r\n'],
      ['+OK\r\n', '+OK\r\n'],
      ['+QUEUED\r\n', '+PONG\r\n'],
    ]) {
      const { port } = await answering(...answers)
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    }
  })

  it('returns connection_lost when the server closes the connection', async () => {
    const port = await scripted(tester.world, async (peer) => {
      await command(peer)
      peer.end(Buffer.from('+OK\r\n'))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })

  it('follows no redirection to another server', async () => {
    let reached = 0
    const other = await tester.world.tcp(() => {
      reached++
    })
    const { port } = await answering('+OK\r\n', `-MOVED 1 127.0.0.1:${other}\r\n`)
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected' })
    expect(reached).toBe(0)
  })
})

describeEncryption('redis', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[][] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const login = await command(peer)
      // The control sign-in with a decoy password is not counted.
      if (['s3cret', 'wrong'].includes(login.at(-1) ?? '')) logins.push(login)
      if (login.join(' ') !== 'AUTH stepkey s3cret') return peer.say(Buffer.from('-WRONGPASS no\r\n'))
      peer.say(Buffer.from('+OK\r\n'))
      await command(peer)
      peer.say(Buffer.from('+PONG\r\n'))
    })
    return { port, logins }
  },
})

describeHostileServers('redis', 'password', {
  plain: { host: 'cache.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})

/** Reads a command: an array of bulk strings. */
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
