import { catalog } from '@stepkey/shared/catalog/index'
import { Aedes } from 'aedes'
import { generate, type IConnackPacket, type IConnectPacket, type Packet, parser } from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asking, asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'

const real = realServer('TEST_MQTT_URL', 1883)
const versions = ['3.1.1', '5.0'] as const

describe.skipIf(!real)('the MQTT check, against a real server that lets everybody in', () => {
  const { host, port } = real ?? { host: '', port: 0 }
  const asker = asks('mqtt', 'password', () => ({
    host,
    port,
    user: 'anybody',
    password: 'any password',
    tls: 'disable',
  }))
  const { ask } = asker

  it.each(versions)(
    'takes no login for proof there, and leaves no connection behind, with MQTT %s',
    async (version) => {
      expect(await ask({ version })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
      await expect.poll(() => asker.world.dialled().every(({ destroyed }) => destroyed)).toBe(true)
    },
  )
})

describe.skipIf(!real)('the MQTT check without a login, against a real server that lets everybody in', () => {
  const { host, port } = real ?? { host: '', port: 0 }
  const { ask } = asks('mqtt', 'none', () => ({ host, port, tls: 'disable' }))

  it.each(versions)('gets in as nobody, with MQTT %s', async (version) => {
    const verification = await ask({ version })
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
  })
})

describe('the MQTT check, against a broker with one user', () => {
  const password = 's3cret pass \\ wörd'
  let broker: Aedes
  let port: number
  const asker = asks('mqtt', 'password', () => ({
    host: '127.0.0.1',
    port,
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = asker
  const clients: string[] = []
  beforeAll(async () => {
    broker = await Aedes.createBroker({
      authenticate(_client, user, given, done) {
        done(null, user === 'stepkey' && given?.toString() === password)
      },
    })
    broker.on('client', ({ id }) => clients.push(id))
    port = await asker.world.tcp((socket) => void broker.handle(socket))
  })
  afterAll(() => new Promise<void>((done) => broker.close(done)))

  it('lets the right login in', async () => {
    expect(await ask()).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
  })

  it('refuses nobody where a login is needed', async () => {
    const nobody = asking(asker.world, catalog.mqtt, 'none', () => ({
      host: '127.0.0.1',
      port,
      tls: 'disable',
    }))
    expect(await nobody.ask()).toMatchObject({ outcome: 'rejected', reason: 'login_needed' })
  })

  it('refuses a wrong password and an unknown user', async () => {
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ user: 'nobody' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('is another client each time, and none stays behind', async () => {
    await Promise.all([ask(), ask()])
    expect(new Set(clients).size).toBe(clients.length)
    for (const id of clients) expect(id).toMatch(/^[0-9a-z]{1,23}$/)
    await expect.poll(() => broker.connectedClients).toBe(0)
    await expect.poll(() => asker.world.openConnections()).toBe(0)
  })
})

describe('the MQTT check, against scripted servers', () => {
  const password = 's3cret pass'
  const asker = asks('mqtt', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = asker

  it('signs in with MQTT 5 and says goodbye', async () => {
    const heard: unknown[] = []
    const port = await scripted(asker.world, async (peer) => {
      const connect = await login(peer)
      const isRight = String(connect.password) === password
      peer.say(connack(isRight ? 0 : 0x87, 5))
      heard.push([connect.protocolVersion, connect.clean, connect.username, isRight])
      if (isRight) heard.push((await peer.take(1)).toString('hex'))
    })
    expect(await ask({ port, version: '5.0' })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(heard).toEqual([[5, true, 'stepkey', true], 'e0', [5, true, 'stepkey', false]])
  })

  it.each([
    ['3.1.1', 4, 'rejected', 'bad_login'],
    ['3.1.1', 5, 'rejected', 'bad_login'],
    ['3.1.1', 1, 'unexpected', 'refused_request'],
    ['3.1.1', 2, 'unexpected', 'refused_request'],
    ['3.1.1', 3, 'unexpected', 'server_error'],
    ['3.1.1', 6, 'unexpected', 'not_this_protocol'],
    ['5.0', 0x86, 'rejected', 'bad_login'],
    ['5.0', 0x87, 'rejected', 'bad_login'],
    ['5.0', 0x8a, 'rejected', 'no_permission'],
    ['5.0', 0x8c, 'unexpected', 'login_not_offered'],
    ['5.0', 0x97, 'unreachable', 'too_many_connections'],
    ['5.0', 0x9f, 'rate_limited', undefined],
    ['5.0', 0x84, 'unexpected', 'refused_request'],
    ['5.0', 0x85, 'unexpected', 'refused_request'],
    ['5.0', 0x88, 'unexpected', 'server_error'],
    ['5.0', 0x89, 'unexpected', 'server_error'],
    ['5.0', 0x9c, 'unexpected', 'redirect'],
    ['5.0', 0x9d, 'unexpected', 'redirect'],
  ])('reads in MQTT %s code %i', async (version, code, outcome, reason) => {
    const port = await answering(connack(code, version === '5.0' ? 5 : 4))
    expect(await ask({ port, version })).toMatchObject({ outcome, ...(reason && { reason }) })
  })

  it('reads the refusal of a broker that does not speak MQTT 5', async () => {
    const port = await answering(connack(1, 4))
    expect(await ask({ port, version: '5.0' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'refused_request',
    })
  })

  it('takes nothing but an acceptance as proof', async () => {
    const nonsense: [string, string][] = [
      ['3.1.1', '2000'],
      ['3.1.1', '20000000'],
      ['3.1.1', '200100'],
      ['3.1.1', '20020200'],
      ['3.1.1', '2003000000'],
      ['3.1.1', '21020000'],
      ['3.1.1', 'd000'],
      ['3.1.1', '300400016100'],
      ['5.0', '200100'],
      ['5.0', '20020000'],
      ['5.0', '2005000002ffff'],
      ['5.0', 'f000'],
      ['5.0', 'e000'],
      ['5.0', '20ffffffff7f'],
    ]
    for (const [version, bytes] of nonsense) {
      const port = await answering(Buffer.from(bytes, 'hex'))
      const { outcome, reason } = await ask({ port, version }, { deadline: 1000 })
      expect({ bytes, outcome, reason }).toEqual({
        bytes,
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
  })

  describe('asks once more with a wrong password', () => {
    /** A broker that lets the right login in, and does something else with any other. */
    const otherwise = (answer: (peer: Peer) => void) =>
      scripted(asker.world, async (peer) => {
        const connect = await login(peer)
        if (String(connect.password) === password) return peer.say(connack(0, 4))
        expect(connect).toMatchObject({ username: 'stepkey', password: expect.anything() })
        answer(peer)
      })

    it('and takes a broker that only hangs up then for one that looks', async () => {
      const port = await otherwise((peer) => peer.end())
      expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    })

    it('and has learnt nothing where that is let in, too, or not answered', async () => {
      const open = await otherwise((peer) => peer.say(connack(0, 4)))
      expect(await ask({ port: open })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
      const busy = await otherwise((peer) => peer.say(connack(3, 4)))
      expect(await ask({ port: busy })).toMatchObject({ outcome: 'unexpected', reason: 'server_error' })
      const silent = await otherwise(() => {})
      expect(await ask({ port: silent }, { deadline: 300 })).toMatchObject({ outcome: 'timeout' })
    })
  })

  const answering = (answer: Buffer) =>
    scripted(asker.world, async (peer) => {
      await login(peer)
      peer.end(answer)
    })
})

/** Reads the CONNECT of a client. */
async function login(peer: Peer): Promise<IConnectPacket> {
  const packets: Packet[] = []
  const reader = parser()
  reader.on('packet', (packet) => packets.push(packet))
  while (packets.length === 0) reader.parse(await peer.take(1))
  return packets[0] as IConnectPacket
}

function connack(code: number, protocolVersion: 4 | 5): Buffer {
  const codes = protocolVersion === 5 ? { reasonCode: code } : { returnCode: code }
  const packet: IConnackPacket = { cmd: 'connack', sessionPresent: false, ...codes }
  return generate(packet, { protocolVersion })
}

encrypts('mqtt', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const password = String((await login(peer)).password)
      // The third one, which has to be refused, is not counted.
      if (['s3cret', 'wrong'].includes(password)) logins.push(password)
      peer.say(connack(password === 's3cret' ? 0 : 5, 4))
      await peer.take(2)
    })
    return { port, logins }
  },
})

withstands('mqtt', 'password', {
  plain: { host: 'broker.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
