import { catalog } from '@stepkey/shared/catalog/index'
import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'
import { type Asking, asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import {
  fingerprint,
  hostKey,
  knows,
  length,
  newKey,
  protocolOf,
  SUCCESS,
  say,
  sshServers,
} from '../../../../testing/servers/ssh-server.ts'

const { utils } = ssh2
const password = 's3cret pass'
const serve = sshServers(knows({ user: 'alice', password }))

describe('the SFTP check with a password', () => {
  const good = { host: '127.0.0.1', user: 'alice', password, hostKey: fingerprint(hostKey.public) }
  const asker = asks('sftp', 'password', () => good)
  const ask: Asking['ask'] = (...input) => asker.ask(...input)

  it('lets the right login in, and only that', async () => {
    const { port } = await serve({})
    expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
    for (const wrong of [{ password: 'wrong' }, { user: 'nobody' }]) {
      expect(await ask({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('asks once, and leaves no connection behind', async () => {
    const server = await serve({})
    await ask({ port: server.port })
    await ask({ port: server.port, password: 'wrong' })
    expect(server.heard).toEqual([
      'none alice',
      `password alice ${password}`,
      'none alice',
      'password alice wrong',
    ])
    await expect.poll(() => server.openConnections()).toBe(0)
  })

  it('says so when the password has to be changed', async () => {
    const { port } = await serve({
      login: (context) =>
        context.method === 'password'
          ? context.requestChange('New one, please', () => {})
          : context.reject(['password']),
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
  })

  describe('knows the server by its key', () => {
    const other = newKey('ed25519')
    const rsa = newKey('rsa', { bits: 2048 })
    const ecdsa = newKey('ecdsa', { bits: 256 })

    it('and tells no other server anything, not even who asks', async () => {
      const server = await serve({ hostKeys: [other.private] })
      for (const pasted of [
        fingerprint(hostKey.public),
        `256 ${fingerprint(hostKey.public)} sftp.example (ED25519)`,
        `sftp.example ${hostKey.public}`,
        `3072 ${fingerprint(hostKey.public)} sftp.example (RSA)`,
      ]) {
        expect(await ask({ port: server.port, hostKey: pasted })).toMatchObject({
          outcome: 'tls',
          reason: 'host_key',
        })
      }
      expect(server.heard).toEqual([])
      await expect.poll(() => server.openConnections()).toBe(0)
    })

    it('in every form in which it is found', async () => {
      const { port } = await serve({})
      const scanned = `# 127.0.0.1:22 SSH-2.0-OpenSSH_9.6\n127.0.0.1 ${hostKey.public}`
      for (const pasted of [
        `${fingerprint(hostKey.public)}=`,
        `256 ${fingerprint(hostKey.public)} no comment (ED25519)`,
        hostKey.public,
        `${hostKey.public} root@sftp`,
        `ssh-gate.example,10.0.0.1 ${hostKey.public}`,
        `[sftp.example]:2222 ${hostKey.public}`,
        `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${hostKey.public}`,
        scanned,
        `${scanned}\r\n\r\n${other.public}\n`,
      ]) {
        expect(await ask({ port, hostKey: pasted })).toMatchObject({ outcome: 'verified' })
      }
    })

    it('of whatever kind it is, whichever the server prefers to show', async () => {
      const server = await serve({ hostKeys: [hostKey.private, rsa.private, ecdsa.private] })
      const { port } = server
      for (const key of [hostKey, rsa, ecdsa]) {
        expect(await ask({ port, hostKey: fingerprint(key.public) })).toMatchObject({ outcome: 'verified' })
        expect(await ask({ port, hostKey: key.public })).toMatchObject({ outcome: 'verified' })
      }
      expect(await ask({ port, hostKey: fingerprint(other.public) })).toMatchObject({ reason: 'host_key' })
    })

    it('and is not content with a key that a server shows but does not have', async () => {
      const fake = utils.parseKey(other.private)
      const real = utils.parseKey(hostKey.public)
      if (fake instanceof Error || real instanceof Error) throw new Error('These are no keys.')
      fake.getPublicSSH = () => real.getPublicSSH()
      const server = await serve({ hostKeys: [{ key: fake }] })
      expect(await ask({ port: server.port })).toMatchObject({ outcome: 'tls', reason: 'host_key' })
      expect(server.heard).toEqual([])
    })

    it.each([
      'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48',
      'SHA256:short',
      `@revoked * ${hostKey.public}`,
      `@cert-authority *.example ${hostKey.public}`,
      `${fingerprint(hostKey.public)}\nand more`,
      other.private,
    ])('and takes nothing else for one: %s', (pasted) => {
      const { fields } = catalog.sftp.methods.password
      const { error } = fields.safeParse({ ...good, hostKey: pasted })
      expect(error?.issues).toMatchObject([
        { path: ['hostKey'], message: expect.stringContaining('SHA256:') },
      ])
    })
  })

  describe('answers questions', () => {
    const asking = (
      prompts: { prompt: string; echo: boolean }[],
      then: (answers: string[]) => boolean | string,
    ) =>
      serve({
        login(context) {
          if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
          context.prompt(prompts, 'Hello', (answers) => {
            const result = then(answers)
            if (typeof result === 'string') return context.prompt([{ prompt: result, echo: false }], () => {})
            result ? context.accept() : context.reject(['keyboard-interactive'])
          })
        },
      })
    const question = [{ prompt: 'Password: ', echo: false }]

    it('with the password where it can only be given so', async () => {
      const { port } = await asking(question, ([answer]) => answer === password)
      expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
      expect(await ask({ port, password: 'wrong' })).toMatchObject({
        outcome: 'rejected',
        reason: 'bad_login',
      })
    })

    it('but none that asks for something else', async () => {
      const answers: string[] = []
      const note = (given: string[]) => answers.push(...given) > 0
      const code = await asking([...question, { prompt: 'Code: ', echo: false }], note)
      const seen = await asking([{ prompt: 'Favourite colour: ', echo: true }], note)
      for (const { port } of [code, seen]) {
        expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
      }
      expect(answers).toEqual([])
      const later = await asking(question, () => 'Verification code: ')
      expect(await ask({ port: later.port })).toMatchObject({ reason: 'login_not_offered' })
      const expired = await asking(question, () => 'New password: ')
      expect(await ask({ port: expired.port })).toMatchObject({
        outcome: 'rejected',
        reason: 'password_expired',
      })
    })

    it('but not millions of them', async () => {
      const { port } = await serve({
        login(context, connection) {
          if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
          const request = Buffer.alloc(17)
          request[0] = 60
          request.writeUInt32BE(30_000_000, 13)
          say(connection, request)
        },
      })
      const before = process.memoryUsage().rss
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
      expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
    })
  })

  it('takes nothing for proof that did not look at the password', async () => {
    const anybody = await serve({ login: (context) => context.accept() })
    const unasked = await serve({
      login: (context) =>
        context.method === 'keyboard-interactive'
          ? context.accept()
          : context.reject(['keyboard-interactive']),
    })
    const before = await serve({
      connected: (connection) => connection.on('handshake', () => say(connection, SUCCESS)),
    })
    for (const { port } of [anybody, unasked, before]) {
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    }
  })

  it('says so when a password is not enough, or not wanted', async () => {
    const more = await serve({
      login: (context) =>
        context.method === 'password'
          ? context.reject(['keyboard-interactive'], true)
          : context.reject(['password']),
    })
    const keysOnly = await serve({ login: (context) => context.reject(['publickey']) })
    for (const { port } of [more, keysOnly]) {
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    }
    expect(keysOnly.heard).toEqual(['none alice'])
  })

  it('takes a user without SFTP or without a folder as limited', async () => {
    const shell = await serve({
      session: (session) =>
        session.on('subsystem', (accept) => accept().end('This account is currently not available.\n')),
    })
    const refused = await serve({ session: (session) => session.on('sftp', (_accept, reject) => reject()) })
    const noFolder = await serve({
      session: (session) =>
        session.on('sftp', (accept) => {
          const sftp = accept()
          sftp.on('REALPATH', (id) => sftp.status(id, utils.sftp.STATUS_CODE.PERMISSION_DENIED))
        }),
    })
    for (const { port } of [shell, refused, noFolder]) {
      expect(await ask({ port })).toMatchObject({ outcome: 'limited' })
    }
  })

  it.each([
    [12, 'unreachable', 'too_many_connections'],
    [15, 'rejected', 'no_permission'],
    [1, 'rejected', 'no_permission'],
    [7, 'unexpected', 'server_error'],
    [14, 'rejected', 'bad_login'],
    [2, 'unreachable', 'connection_lost'],
  ])('reads reason %i for disconnecting', async (code, outcome, reason) => {
    const { port } = await serve({
      login: (context, connection) =>
        context.method === 'none' ? context.reject(['password']) : protocolOf(connection).disconnect(code),
    })
    expect(await ask({ port })).toMatchObject({ outcome, reason })
  })

  it('tells a server that is too busy to greet from something else', async () => {
    const busy = await asker.world.tcp((socket) => socket.end('Exceeded MaxStartups\r\n'))
    expect(await ask({ port: busy })).toMatchObject({ reason: 'too_many_connections' })
    const mail = await asker.world.tcp((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect(await ask({ port: mail })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('does not mind keys of kinds that it does not know, which OpenSSH announces', async () => {
    const name = Buffer.from('hostkeys-00@openssh.com')
    const key = Buffer.from('ssh-mldsa')
    const { port } = await serve({
      connected: (connection) =>
        connection.on('ready', () =>
          say(connection, Buffer.from([80]), length(name), name, Buffer.from([0]), length(key), key),
        ),
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'verified' })
  })
})

withstands('sftp', 'password', {
  plain: {
    host: 'sftp.example',
    user: 'alice',
    password: 'correct horse',
    hostKey: fingerprint(hostKey.public),
  },
  banner: 'SSH-2.0-OpenSSH_9.6\r\n',
})
