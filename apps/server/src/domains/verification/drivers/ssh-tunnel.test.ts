import net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Method } from '@stepkey/shared/component'
import type { Connection, ServerChannel } from 'ssh2'
import { describe, expect, it } from 'vitest'
import { createDriverTester, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { serveOne } from '../../../../testing/protocols/mongodb-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { encryption, message, prelogin, result, row, signIn } from '../../../../testing/protocols/tds-wire.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'
import {
  fingerprint,
  hostKey,
  knows,
  length,
  newKey,
  protocolOf,
  say,
  sshServers,
} from '../../../../testing/servers/ssh-server.ts'

const sshPassword = 'tunnel pass'
const clientKey = newKey('ed25519')
const serve = sshServers(knows({ user: 'tunnel', password: sshPassword, key: clientKey.public }))
const ssh = {
  kind: 'password',
  host: '127.0.0.1',
  user: 'tunnel',
  password: sshPassword,
  hostKey: fingerprint(hostKey.public),
}

/** Forwards connections for the given addresses, which only this server can reach, and records all of them. */
function forwards(targets: Record<string, number>, asked: string[] = []) {
  return (connection: Connection) => {
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const address = `${destIP}:${destPort}`
      asked.push(address)
      const port = targets[address]
      if (port === undefined) return reject()
      const target = net.connect(port, '127.0.0.1')
      const channel = accept()
      target.pipe(channel).pipe(target)
      for (const side of [target, channel]) side.on('error', () => target.destroy())
      channel.on('close', () => target.destroy())
    })
  }
}

it('is an option of every database', () => {
  const databases = Object.values(catalog).flatMap(({ category, methods }) =>
    category === 'database' ? Object.values<Method>(methods) : [],
  )
  const checks = databases.flatMap(({ verify, fields }) => ('driver' in verify ? [{ verify, fields }] : []))
  expect(new Set(checks.map(({ verify }) => verify.driver))).toEqual(
    new Set(['mongodb', 'mysql', 'postgres', 'redis', 'sqlserver']),
  )
  for (const { verify, fields } of checks) {
    expect(verify.via).toBeDefined()
    expect(Object.keys(fields.shape)).toContain('ssh')
  }
})

describe('a verification through an SSH tunnel', () => {
  const password = 's3cret pass'
  const tester = useDriverTester('mongodb', 'password', () => ({
    host: 'mongo.internal',
    port: 27017,
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  async function mongodb() {
    return await scripted(tester.world, (peer) => serveOne(peer, 'stepkey', password, {}, []))
  }

  it('reaches a server whose name only the SSH server knows', async () => {
    const asked: string[] = []
    const { port, openConnections } = await serve({
      connected: forwards({ 'mongo.internal:27017': await mongodb() }, asked),
    })
    expect(await verify({ ssh: { ...ssh, port } })).toMatchObject({
      outcome: 'verified',
      identity: 'stepkey',
      target: 'mongo.internal:27017',
    })
    expect(await verify({ password: 'wrong', ssh: { ...ssh, port } })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
      target: 'mongo.internal:27017',
    })
    expect(new Set(asked)).toEqual(new Set(['mongo.internal:27017']))
    await expect.poll(() => openConnections()).toBe(0)
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })

  it('signs in to the SSH server with a private key', async () => {
    const { port, received } = await serve({
      connected: forwards({ 'mongo.internal:27017': await mongodb() }),
    })
    const { password: _, ...withoutPassword } = ssh
    const withKey = { ...withoutPassword, kind: 'privateKey', privateKey: clientKey.private, port }
    expect(await verify({ ssh: withKey })).toMatchObject({ outcome: 'verified' })
    expect(received).toContain('publickey tunnel')
  })

  it('reports a refused sign-in to the SSH server under its address, and asks for no connection', async () => {
    const asked: string[] = []
    const { port } = await serve({ connected: forwards({}, asked) })
    expect(await verify({ ssh: { ...ssh, port, password: 'wrong' } })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
      target: `127.0.0.1:${port}`,
    })
    expect(asked).toEqual([])
  })

  it('sends no login to an SSH server with another host key', async () => {
    const { port, received } = await serve({ hostKeys: [newKey('ed25519').private] })
    expect(await verify({ ssh: { ...ssh, port } })).toMatchObject({
      outcome: 'tls',
      reason: 'host_key',
      target: `127.0.0.1:${port}`,
    })
    expect(received).toEqual([])
  })

  it('distinguishes an unreachable target from forwarding that is not permitted', async () => {
    const failing = await serve({ connected: forwards({}) })
    const refusing = await serve({})
    for (const [port, reason] of [
      [failing.port, 'tunnel_failed'],
      [refusing.port, 'tunnel_refused'],
    ] as const) {
      expect(await verify({ ssh: { ...ssh, port } })).toMatchObject({
        outcome: 'unreachable',
        reason,
        target: 'mongo.internal:27017',
      })
    }
  })

  it('applies the address filter to the SSH server, not to what it reaches', async () => {
    const { port, received } = await serve({
      connected: forwards({ '10.0.0.5:27017': await mongodb() }),
    })
    expect(await verify({ host: '10.0.0.5', ssh: { ...ssh, port } })).toMatchObject({ outcome: 'verified' })
    const before = received.length
    expect(await verify({ ssh: { ...ssh, port } }, { allow: [] })).toMatchObject({
      outcome: 'blocked',
      target: `127.0.0.1:${port}`,
    })
    expect(received).toHaveLength(before)
  })

  it('returns timeout for a silent target, and closes all connections', async () => {
    const silent = await tester.world.tcp(() => {})
    const { port, openConnections } = await serve({ connected: forwards({ 'mongo.internal:27017': silent }) })
    expect(await verify({ ssh: { ...ssh, port } }, { deadline: 1000 })).toMatchObject({ outcome: 'timeout' })
    await expect.poll(() => openConnections()).toBe(0)
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })

  it('is inconclusive when the SSH server ends the connection after the sign-in', async () => {
    const { port } = await serve({
      connected: (connection) => connection.on('tcpip', () => connection.end()),
    })
    expect(await verify({ ssh: { ...ssh, port } })).toMatchObject({
      outcome: 'unreachable',
      reason: 'connection_lost',
    })
  })

  it('tries several hosts, and asks for IPv6 addresses without brackets', async () => {
    const { port } = await serve({
      connected: forwards({ 'two.internal:27017': await mongodb(), 'fd00::5:27017': await mongodb() }),
    })
    const cluster = createDriverTester(tester.world, catalog.mongodb, 'hosts', () => ({
      hosts: 'one.internal,two.internal',
      user: 'stepkey',
      password,
      tls: 'disable',
      ssh: { ...ssh, port },
    }))
    expect(await cluster.verify()).toMatchObject({ outcome: 'verified', target: 'two.internal:27017' })
    expect(await cluster.verify({ hosts: 'one.internal,[fd00::5]' })).toMatchObject({ outcome: 'verified' })
  })

  it('reports what the SSH server refuses after the sign-in under its address', async () => {
    const failure = Buffer.concat([
      Buffer.from([51]),
      length(Buffer.from('password')),
      Buffer.from('password\0'),
    ])
    const { port } = await serve({
      connected: (connection) => connection.on('tcpip', () => say(connection, failure)),
    })
    expect(await verify({ ssh: { ...ssh, port } })).toMatchObject({
      outcome: 'rejected',
      target: `127.0.0.1:${port}`,
    })
  })

  describe('withstands an SSH server that', () => {
    const silent = (connection: Connection) => void connection.on('tcpip', () => {})
    const accepting = (act: (channel: ServerChannel) => void) => (connection: Connection) =>
      void connection.on('tcpip', (accept) => {
        const channel = accept()
        channel.on('error', () => {})
        act(channel)
      })
    const flood = accepting((channel) => {
      const pour = () => {
        while (!channel.destroyed && channel.write(Buffer.alloc(32 * 1024, 'x')));
      }
      channel.on('drain', pour)
      pour()
    })
    /** Permits packets of this size only, and then as many bytes as `window`. */
    const limiting = (size: number, window: number) => (connection: Connection) => {
      const protocol = protocolOf(connection)
      const confirm = protocol.channelOpenConfirm.bind(protocol)
      protocol.channelOpenConfirm = (remote, local) => confirm(remote, local, window, size)
      accepting(() => {})(connection)
    }

    it.each([
      ['never opens the channel', silent, 'timeout', undefined],
      [
        'closes the channel at once',
        accepting((channel) => channel.close()),
        'unreachable',
        'connection_lost',
      ],
      ['floods the channel', flood, 'unexpected', undefined],
      ['receives no data', limiting(32 * 1024, 0), 'timeout', undefined],
      // ssh2 would split the data into empty packets for ever, and block the process.
      ['receives only empty packets', limiting(0, 1024), 'unexpected', 'not_this_protocol'],
    ])('%s, and closes all connections', async (_, connected, outcome, reason) => {
      const { port, openConnections } = await serve({ connected })
      const verification = await verify({ ssh: { ...ssh, port } }, { deadline: 1000 })
      expect(verification).toMatchObject({ outcome, ...(reason && { reason }) })
      await expect.poll(() => openConnections()).toBe(0)
      await expect.poll(() => tester.world.openConnections()).toBe(0)
    })
  })

  it('carries the SQL Server protocol', async () => {
    const server = await scripted(tester.world, async (peer) => {
      await message(peer)
      peer.say(prelogin(encryption.notSupported))
      if ((await signIn(peer, 'stepkey', password)).isIn) peer.say(result(row('stepkey')))
    })
    const { port } = await serve({ connected: forwards({ 'sql.internal:1433': server }) })
    const sqlserver = createDriverTester(tester.world, catalog.sqlserver, 'password', () => ({
      host: 'sql.internal',
      user: 'stepkey',
      password,
      tls: 'disable',
      ssh: { ...ssh, port },
    }))
    expect(await sqlserver.verify()).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(await sqlserver.verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
  })

  const databases = [
    ['postgresql', realServer('TEST_POSTGRES_URL', 5432)],
    ['mysql', realServer('TEST_MYSQL_URL', 3306)],
    ['redis', realServer('TEST_REDIS_URL', 6379)],
  ] as const
  it.each(databases.flatMap(([id, real]) => (real ? [[id, real] as const] : [])))(
    'carries the protocol of a real %s server',
    async (id, real) => {
      const { port } = await serve({ connected: forwards({ [`${id}.internal:7000`]: real.port }) })
      const database = createDriverTester(tester.world, catalog[id], 'password', () => ({
        host: `${id}.internal`,
        port: 7000,
        ...(id !== 'redis' && { user: real.user }),
        ...(id === 'postgresql' && { database: 'postgres' }),
        tls: 'disable',
        ssh: { ...ssh, port },
      }))
      expect(await database.verify()).toMatchObject({ outcome: 'verified' })
      expect(await database.verify({ ssh: { ...ssh, port, user: 'unknown' } })).toMatchObject({
        outcome: 'rejected',
        target: `127.0.0.1:${port}`,
      })
    },
  )
})
