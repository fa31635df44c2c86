import { catalog } from '@stepkey/shared/catalog/index'
import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'
import {
  type DriverTester,
  describeHostileServers,
  useDriverTester,
} from '../../../../testing/drivers/driver-suite.ts'
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
  const tester = useDriverTester('sftp', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)

  it('accepts the right login and rejects a wrong password or user', async () => {
    const { port } = await serve({})
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
    for (const wrong of [{ password: 'wrong' }, { user: 'unknown' }]) {
      expect(await verify({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('tries the password once, and closes the connection', async () => {
    const server = await serve({})
    await verify({ port: server.port })
    await verify({ port: server.port, password: 'wrong' })
    expect(server.received).toEqual([
      'none alice',
      `password alice ${password}`,
      'none alice',
      'password alice wrong',
    ])
    await expect.poll(() => server.openConnections()).toBe(0)
  })

  it('returns password_expired when the server requires a new password', async () => {
    const { port } = await serve({
      login: (context) =>
        context.method === 'password'
          ? context.requestChange('New one, please', () => {})
          : context.reject(['password']),
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason: 'password_expired' })
  })

  describe('verifies the host key', () => {
    const other = newKey('ed25519')
    const rsa = newKey('rsa', { bits: 2048 })
    const ecdsa = newKey('ecdsa', { bits: 256 })

    it('and sends an unknown server nothing, not even the user name', async () => {
      const server = await serve({ hostKeys: [other.private] })
      for (const pasted of [
        fingerprint(hostKey.public),
        `256 ${fingerprint(hostKey.public)} sftp.example (ED25519)`,
        `sftp.example ${hostKey.public}`,
        `3072 ${fingerprint(hostKey.public)} sftp.example (RSA)`,
      ]) {
        expect(await verify({ port: server.port, hostKey: pasted })).toMatchObject({
          outcome: 'tls',
          reason: 'host_key',
        })
      }
      expect(server.received).toEqual([])
      await expect.poll(() => server.openConnections()).toBe(0)
    })

    it('in every common format', async () => {
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
        expect(await verify({ port, hostKey: pasted })).toMatchObject({ outcome: 'verified' })
      }
    })

    it('of every type, whichever the server prefers', async () => {
      const server = await serve({ hostKeys: [hostKey.private, rsa.private, ecdsa.private] })
      const { port } = server
      for (const key of [hostKey, rsa, ecdsa]) {
        expect(await verify({ port, hostKey: fingerprint(key.public) })).toMatchObject({
          outcome: 'verified',
        })
        expect(await verify({ port, hostKey: key.public })).toMatchObject({ outcome: 'verified' })
      }
      expect(await verify({ port, hostKey: fingerprint(other.public) })).toMatchObject({ reason: 'host_key' })
    })

    it('and rejects a server that presents a public key without its private key', async () => {
      const fake = utils.parseKey(other.private)
      const real = utils.parseKey(hostKey.public)
      if (fake instanceof Error || real instanceof Error) throw new Error('Not a key.')
      fake.getPublicSSH = () => real.getPublicSSH()
      const server = await serve({ hostKeys: [{ key: fake }] })
      expect(await verify({ port: server.port })).toMatchObject({ outcome: 'tls', reason: 'host_key' })
      expect(server.received).toEqual([])
    })

    it.each([
      'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48',
      'SHA256:short',
      `@revoked * ${hostKey.public}`,
      `@cert-authority *.example ${hostKey.public}`,
      `${fingerprint(hostKey.public)}\nand more`,
      other.private,
    ])('and rejects other texts as invalid: %s', (pasted) => {
      const { fields } = catalog.sftp.methods.password
      const { error } = fields.safeParse({ ...good, hostKey: pasted })
      expect(error?.issues).toMatchObject([
        { path: ['hostKey'], message: expect.stringContaining('SHA256:') },
      ])
    })
  })

  describe('answers keyboard-interactive prompts', () => {
    const promptFor = (
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

    it('with the password', async () => {
      const { port } = await promptFor(question, ([answer]) => answer === password)
      expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
      expect(await verify({ port, password: 'wrong' })).toMatchObject({
        outcome: 'rejected',
        reason: 'bad_login',
      })
    })

    it('but no prompts for anything else', async () => {
      const answers: string[] = []
      const note = (given: string[]) => answers.push(...given) > 0
      const code = await promptFor([...question, { prompt: 'Code: ', echo: false }], note)
      const seen = await promptFor([{ prompt: 'Favourite colour: ', echo: true }], note)
      for (const { port } of [code, seen]) {
        expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
      }
      expect(answers).toEqual([])
      const later = await promptFor(question, () => 'Verification code: ')
      expect(await verify({ port: later.port })).toMatchObject({ reason: 'login_not_offered' })
      const expired = await promptFor(question, () => 'New password: ')
      expect(await verify({ port: expired.port })).toMatchObject({
        outcome: 'rejected',
        reason: 'password_expired',
      })
    })

    it('but rejects millions of prompts', async () => {
      const { port } = await serve({
        login(context, connection) {
          if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
          const request = Buffer.alloc(17)
          request[0] = 60
          request.writeUInt32BE(30_000_000, 13)
          say(connection, request)
        },
      })
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    })
  })

  it('returns login_not_needed when the server did not check the password', async () => {
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
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    }
  })

  it('returns login_not_offered when a password is not enough, or not accepted', async () => {
    const more = await serve({
      login: (context) =>
        context.method === 'password'
          ? context.reject(['keyboard-interactive'], true)
          : context.reject(['password']),
    })
    const keysOnly = await serve({ login: (context) => context.reject(['publickey']) })
    for (const { port } of [more, keysOnly]) {
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    }
    expect(keysOnly.received).toEqual(['none alice'])
  })

  it('returns limited for a user without SFTP or without a folder', async () => {
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
      expect(await verify({ port })).toMatchObject({ outcome: 'limited' })
    }
  })

  it.each([
    [12, 'unreachable', 'too_many_connections'],
    [15, 'rejected', 'no_permission'],
    [1, 'rejected', 'address_not_admitted'],
    [7, 'unexpected', 'server_error'],
    [14, 'rejected', 'bad_login'],
    [2, 'unreachable', 'connection_lost'],
  ])('classifies DISCONNECT with reason %i', async (code, outcome, reason) => {
    const { port } = await serve({
      login: (context, connection) =>
        context.method === 'none' ? context.reject(['password']) : protocolOf(connection).disconnect(code),
    })
    expect(await verify({ port })).toMatchObject({ outcome, reason })
  })

  it('distinguishes a server with too many connections from another protocol', async () => {
    const busy = await tester.world.tcp((socket) => socket.end('Exceeded MaxStartups\r\n'))
    expect(await verify({ port: busy })).toMatchObject({ reason: 'too_many_connections' })
    const mail = await tester.world.tcp((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect(await verify({ port: mail })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  it('ignores host keys of unknown types that OpenSSH announces', async () => {
    const name = Buffer.from('hostkeys-00@openssh.com')
    const key = Buffer.from('ssh-mldsa')
    const { port } = await serve({
      connected: (connection) =>
        connection.on('ready', () =>
          say(connection, Buffer.from([80]), length(name), name, Buffer.from([0]), length(key), key),
        ),
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'verified' })
  })
})

describeHostileServers('sftp', 'password', {
  plain: {
    host: 'sftp.example',
    user: 'alice',
    password: 'correct horse',
    hostKey: fingerprint(hostKey.public),
  },
  banner: 'SSH-2.0-OpenSSH_9.6\r\n',
})
