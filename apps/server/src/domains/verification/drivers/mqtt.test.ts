import { catalog } from '@stepkey/shared/catalog/index'
import { Aedes } from 'aedes'
import { generate, type IConnackPacket, type IConnectPacket, type Packet, parser } from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createDriverTester,
  describeHostileServers,
  useDriverTester,
} from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'

const real = realServer('TEST_MQTT_URL', 1883)
const versions = ['3.1.1', '5.0'] as const

describe.skipIf(!real)('the MQTT check, against a real broker without authentication', () => {
  const { host, port } = real ?? { host: '', port: 0 }
  const tester = useDriverTester('mqtt', 'password', () => ({
    host,
    port,
    user: 'anybody',
    password: 'any password',
    tls: 'disable',
  }))
  const { verify } = tester

  it.each(versions)('returns login_not_needed and closes the connection, with MQTT %s', async (version) => {
    expect(await verify({ version })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    await expect.poll(() => tester.world.dialled().every(({ destroyed }) => destroyed)).toBe(true)
  })
})

describe.skipIf(!real)('the MQTT check without a login, against a real broker without authentication', () => {
  const { host, port } = real ?? { host: '', port: 0 }
  const { verify } = useDriverTester('mqtt', 'none', () => ({ host, port, tls: 'disable' }))

  it.each(versions)('returns verified without an identity, with MQTT %s', async (version) => {
    const verification = await verify({ version })
    expect(verification).toMatchObject({ outcome: 'verified' })
    expect(verification.identity).toBeUndefined()
  })
})

describe('the MQTT check, against a broker with one user', () => {
  const password = 's3cret pass \\ wörd'
  let broker: Aedes
  let port: number
  const tester = useDriverTester('mqtt', 'password', () => ({
    host: '127.0.0.1',
    port,
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester
  const clients: string[] = []
  beforeAll(async () => {
    broker = await Aedes.createBroker({
      authenticate(_client, user, given, done) {
        done(null, user === 'stepkey' && given?.toString() === password)
      },
    })
    broker.on('client', ({ id }) => clients.push(id))
    port = await tester.world.tcp((socket) => void broker.handle(socket))
  })
  afterAll(() => new Promise<void>((done) => broker.close(done)))

  it('accepts the right login', async () => {
    expect(await verify()).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
  })

  it('returns login_needed when the server requires a login and none is given', async () => {
    const withoutLogin = createDriverTester(tester.world, catalog.mqtt, 'none', () => ({
      host: '127.0.0.1',
      port,
      tls: 'disable',
    }))
    expect(await withoutLogin.verify()).toMatchObject({ outcome: 'rejected', reason: 'login_needed' })
  })

  it('rejects a wrong password and an unknown user', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ user: 'unknown' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
  })

  it('uses a new client id for each connection, and closes them', async () => {
    await Promise.all([verify(), verify()])
    expect(new Set(clients).size).toBe(clients.length)
    for (const id of clients) expect(id).toMatch(/^[0-9a-z]{1,23}$/)
    await expect.poll(() => broker.connectedClients).toBe(0)
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })
})

describe('the MQTT check, against scripted servers', () => {
  const password = 's3cret pass'
  const tester = useDriverTester('mqtt', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  it('signs in with MQTT 5 and sends DISCONNECT', async () => {
    const received: unknown[] = []
    const port = await scripted(tester.world, async (peer) => {
      const connect = await login(peer)
      const isRight = String(connect.password) === password
      peer.say(connack(isRight ? 0 : 0x87, 5))
      received.push([connect.protocolVersion, connect.clean, connect.username, isRight])
      if (isRight) received.push((await peer.take(1)).toString('hex'))
    })
    expect(await verify({ port, version: '5.0' })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(received).toEqual([[5, true, 'stepkey', true], 'e0', [5, true, 'stepkey', false]])
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
    ['5.0', 0x8a, 'rejected', 'sign_in_disabled'],
    ['5.0', 0x8c, 'unexpected', 'login_not_offered'],
    ['5.0', 0x97, 'unreachable', 'too_many_connections'],
    ['5.0', 0x9f, 'rate_limited', undefined],
    ['5.0', 0x84, 'unexpected', 'refused_request'],
    ['5.0', 0x85, 'unexpected', 'refused_request'],
    ['5.0', 0x88, 'unexpected', 'server_error'],
    ['5.0', 0x89, 'unexpected', 'server_error'],
    ['5.0', 0x9c, 'unexpected', 'redirect'],
    ['5.0', 0x9d, 'unexpected', 'redirect'],
  ])('classifies, in MQTT %s, code %i', async (version, code, outcome, reason) => {
    const port = await answering(connack(code, version === '5.0' ? 5 : 4))
    expect(await verify({ port, version })).toMatchObject({ outcome, ...(reason && { reason }) })
  })

  it('returns refused_request for a broker that does not support MQTT 5', async () => {
    const port = await answering(connack(1, 4))
    expect(await verify({ port, version: '5.0' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'refused_request',
    })
  })

  it('returns not_this_protocol for anything but an accepting CONNACK', async () => {
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
      const { outcome, reason } = await verify({ port, version }, { deadline: 1000 })
      expect({ bytes, outcome, reason }).toEqual({
        bytes,
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
  })

  describe('signs in again with a wrong password', () => {
    /** A broker that accepts the right login, and calls `answer` for any other. */
    const refuseWith = (answer: (peer: Peer) => void) =>
      scripted(tester.world, async (peer) => {
        const connect = await login(peer)
        if (String(connect.password) === password) return peer.say(connack(0, 4))
        expect(connect).toMatchObject({ username: 'stepkey', password: expect.anything() })
        answer(peer)
      })

    it('and returns verified if the broker closes the connection then', async () => {
      const port = await refuseWith((peer) => peer.end())
      expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    })

    it('and is inconclusive if that is accepted, fails or gets no answer', async () => {
      const open = await refuseWith((peer) => peer.say(connack(0, 4)))
      expect(await verify({ port: open })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
      const busy = await refuseWith((peer) => peer.say(connack(3, 4)))
      expect(await verify({ port: busy })).toMatchObject({
        outcome: 'unexpected',
        reason: 'control_inconclusive',
      })
      const silent = await refuseWith(() => {})
      expect(await verify({ port: silent }, { deadline: 300 })).toMatchObject({ outcome: 'timeout' })
    })
  })

  const answering = (answer: Buffer) =>
    scripted(tester.world, async (peer) => {
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

describeEncryption('mqtt', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const password = String((await login(peer)).password)
      // The control sign-in with a decoy password is not counted.
      if (['s3cret', 'wrong'].includes(password)) logins.push(password)
      peer.say(connack(password === 's3cret' ? 0 : 5, 4))
      await peer.take(2)
    })
    return { port, logins }
  },
})

describeHostileServers('mqtt', 'password', {
  plain: { host: 'broker.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
