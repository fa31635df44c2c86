import { deflateSync } from 'node:zlib'
import { BSON, type Document } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { describeSeveralHosts } from '../../../../testing/drivers/several-hosts-suite.ts'
import { command, framed, hello, refused, serveOne } from '../../../../testing/protocols/mongodb-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { scram } from '../../../../testing/protocols/scram.ts'

/**
 * No MongoDB server is available from npm or Debian. The scripted servers speak its protocol with a real SCRAM-SHA-256,
 * so the driver itself detects whether a server knows the password.
 */
describe('the MongoDB check', () => {
  const password = 's3cret pass, ä=1'
  const tester = useDriverTester('mongodb', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  async function serve(greeting: Document = {}) {
    const received: Document[] = []
    const port = await scripted(tester.world, (peer) =>
      serveOne(peer, 'stepkey', password, greeting, received),
    )
    return { port, received }
  }

  it('accepts the right login and reports the identity', async () => {
    const { port, received } = await serve()
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(received.map((document) => Object.keys(document)[0])).toEqual([
      'ismaster',
      'saslContinue',
      'connectionStatus',
    ])
    expect(JSON.stringify(received)).not.toContain('s3cret')
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })

  it('rejects a wrong password, an unknown user and a user of another database', async () => {
    const { port } = await serve()
    for (const wrong of [{ password: 'wrong' }, { user: 'unknown' }, { authSource: 'app' }]) {
      expect(await verify({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('connects only to the configured server', async () => {
    let reached = 0
    const other = await tester.world.tcp(() => {
      reached++
    })
    const elsewhere = `127.0.0.1:${other}`
    const { port } = await serve({
      setName: 'rs0',
      hosts: [elsewhere],
      primary: elsewhere,
      me: elsewhere,
      ismaster: false,
      secondary: true,
      topologyVersion: { processId: 'x', counter: 1 },
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'verified' })
    await expect.poll(() => tester.world.openConnections()).toBe(0)
    expect(reached).toBe(0)
  })

  it.each([
    [18, 'rejected', 'bad_login'],
    [11, 'rejected', 'bad_login'],
    [8000, 'rejected', 'bad_login'],
    [214, 'rejected', 'address_not_admitted'],
    [334, 'unexpected', 'login_not_offered'],
    [91, 'unexpected', 'server_error'],
    [59, 'unexpected', 'other_content'],
    [462, 'rate_limited', undefined],
  ])('classifies error %i in response to the greeting and to the login', async (code, outcome, reason) => {
    const atOnce = await scripted(tester.world, async (peer) => {
      const { answer } = await command(peer)
      peer.say(answer(refused(code, 'bad auth : authentication failed, s3cret pass, ä=1')))
    })
    expect(await verify({ port: atOnce })).toMatchObject({ outcome, ...(reason && { reason }) })
    const atLogin = await scripted(tester.world, async (peer) => {
      peer.say((await command(peer)).answer(hello()))
      peer.say((await command(peer)).answer(refused(code, 'bad auth : authentication failed')))
    })
    expect(await verify({ port: atLogin })).toMatchObject({ outcome, ...(reason && { reason }) })
  })

  /** Completes the login, and then sends `answer` to connectionStatus. */
  async function serveAfterLogin(answer: Document) {
    return await scripted(tester.world, async (peer) => {
      const login = scram('stepkey', password)
      peer.say((await command(peer)).answer(hello()))
      const start = await command(peer)
      const payload = Buffer.from(login.begin(String(start.document.payload)))
      peer.say(start.answer({ ok: 1, conversationId: 1, done: false, payload }))
      const proof = await command(peer)
      const last = Buffer.from(login.finish(String(proof.document.payload)) ?? '')
      peer.say(proof.answer({ ok: 1, conversationId: 1, done: true, payload: last }))
      peer.say((await command(peer)).answer(answer))
    })
  }

  it('returns verified only if connectionStatus lists the user', async () => {
    for (const authenticatedUsers of [[], [{ user: 'other', db: 'admin' }], [null], 'stepkey']) {
      const port = await serveAfterLogin({ ok: 1, authInfo: { authenticatedUsers } })
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    }
    // The driver skips authentication on an arbiter.
    const { port } = await serve({ arbiterOnly: true, speculativeAuthenticate: undefined })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    expect(await verify({ port: await serveAfterLogin(refused(13)) })).toMatchObject({ outcome: 'limited' })
  })

  it('rejects a server that does not know the password', async () => {
    const port = await scripted(tester.world, async (peer) => {
      const guess = scram('stepkey', 'a guess')
      peer.say((await command(peer)).answer(hello()))
      const start = await command(peer)
      const payload = Buffer.from(guess.begin(String(start.document.payload)))
      peer.say(start.answer({ ok: 1, conversationId: 1, done: false, payload }))
      const proof = await command(peer)
      peer.say(
        proof.answer({ ok: 1, conversationId: 1, done: true, payload: Buffer.from(`v=${'A'.repeat(43)}=`) }),
      )
      peer.say(
        (await command(peer)).answer({ ok: 1, authInfo: { authenticatedUsers: [{ user: 'stepkey' }] } }),
      )
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  describe('rejects within a second', () => {
    const expectRejection = async (port: number) => {
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    }
    const serveAnswer = (answer: Buffer) =>
      scripted(tester.world, async (peer) => {
        await command(peer)
        peer.say(answer)
      })

    it('an excessive number of hash iterations', async () => {
      for (const rounds of ['999999999', ' 999999999', '+999999999']) {
        await expectRejection(
          await scripted(tester.world, async (peer) => {
            const { document, answer } = await command(peer)
            const login = scram('stepkey', password, rounds)
            const payload = Buffer.from(login.begin(String(document.speculativeAuthenticate.payload)))
            peer.say(answer(hello({ speculativeAuthenticate: { conversationId: 1, done: false, payload } })))
          }),
        )
      }
    })

    it('a wrong number of documents, or a wrong document size', async () => {
      const empty = BSON.serialize({ ok: 1 })
      const numbered = Buffer.alloc(20)
      numbered.writeInt32LE(0x7fff_ffff, 16)
      await expectRejection(await serveAnswer(framed(Buffer.concat([numbered, empty]), 1)))
      for (const size of [-1, 0, 4, 1000]) {
        const document = Buffer.from(empty)
        document.writeInt32LE(size)
        await expectRejection(await serveAnswer(framed(Buffer.concat([Buffer.alloc(5), document]), 2013)))
      }
    })

    it('messages of length zero, a negative or a huge length', async () => {
      await expectRejection(await serveAnswer(framed(Buffer.alloc(64), 2013, 0, 0)))
      await expectRejection(await serveAnswer(framed(Buffer.alloc(64), 2013, 0, -1)))
      await expectRejection(await serveAnswer(framed(Buffer.alloc(64), 2013, 0, 0x7fff_ffff)))
    })

    it('a compressed message, which was not negotiated and could expand to any size', async () => {
      // A valid reply, so a driver that expanded it would go on.
      const port = await scripted(tester.world, async (peer) => {
        const { answer } = await command(peer)
        const reply = answer(hello())
        const front = Buffer.alloc(9)
        front.writeInt32LE(reply.readInt32LE(12))
        front.writeInt32LE(reply.length - 16, 4)
        front[8] = 2
        const body = Buffer.concat([front, deflateSync(reply.subarray(16))])
        peer.say(framed(body, 2012, reply.readInt32LE(8)))
      })
      await expectRejection(port)
    })
  })
})

describeEncryption('mongodb', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: Document[] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const received: Document[] = []
      await serveOne(peer, 'stepkey', 's3cret', {}, received).finally(() =>
        logins.push(...received.slice(0, 1)),
      )
    })
    return { port, logins }
  },
})

describeSeveralHosts('mongodb', 'hosts', {
  field: 'hosts',
  values: { user: 'stepkey', password: 's3cret', tls: 'disable' },
  script: async (peer, logins) => {
    const received: Document[] = []
    await serveOne(peer, 'stepkey', 's3cret', {}, received).finally(() =>
      logins.push(...received.slice(0, 1)),
    )
  },
})

describe('the MongoDB check of a replica set', () => {
  const tester = useDriverTester('mongodb', 'hosts', () => ({
    user: 'stepkey',
    password: 's3cret',
    tls: 'disable',
    replicaSet: 'rs0',
  }))
  const serve = (greeting: Document) =>
    scripted(tester.world, (peer) => serveOne(peer, 'stepkey', 's3cret', greeting))
  const member = { setName: 'rs0', ismaster: false, secondary: true }

  it('accepts a member', async () => {
    const hosts = `127.0.0.1:${await serve(member)}`
    expect(await tester.verify({ hosts })).toMatchObject({ outcome: 'verified' })
  })

  it('leaves out servers of no or another replica set, and arbiters', async () => {
    const others = [
      {},
      { ...member, setName: 'rs1' },
      { arbiterOnly: true, speculativeAuthenticate: undefined },
    ]
    const right = await serve(member)
    for (const [index, greeting] of others.entries()) {
      const wrong = await serve(greeting)
      expect(await tester.verify({ hosts: `127.0.0.1:${wrong}` })).toMatchObject({
        outcome: 'unexpected',
        reason: index === 2 ? 'login_not_offered' : 'wrong_replica_set',
      })
      expect(await tester.verify({ hosts: `127.0.0.1:${wrong}, 127.0.0.1:${right}` })).toMatchObject({
        outcome: 'verified',
        target: `127.0.0.1:${right}`,
      })
    }
  })

  it('rejects a wrong password whatever the replica set of the server', async () => {
    const hosts = `127.0.0.1:${await serve({ ...member, setName: 'rs1' })}`
    expect(await tester.verify({ hosts, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
  })
})

describeHostileServers('mongodb', 'hosts', {
  plain: { user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  at: (host, port) => ({ hosts: `${host}:${port}` }),
})
