import { deflateSync } from 'node:zlib'
import { BSON, type Document } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
import { command, framed, hello, refused, serveOne } from '../../../../testing/protocols/mongodb-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { scram } from '../../../../testing/protocols/scram.ts'

/**
 * There is no MongoDB server to be had from npm or Debian. These speak its protocol with the real SCRAM-SHA-256, so
 * that the driver itself finds out who knows the password and who doesn't.
 */
describe('the MongoDB check', () => {
  const password = 's3cret pass, ä=1'
  const outside = asks('mongodb', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = outside

  async function serve(greeting: Document = {}) {
    const heard: Document[] = []
    const port = await scripted(outside.world, (peer) => serveOne(peer, 'stepkey', password, greeting, heard))
    return { port, heard }
  }

  it('lets the right login in and tells who it is', async () => {
    const { port, heard } = await serve()
    expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(heard.map((document) => Object.keys(document)[0])).toEqual([
      'ismaster',
      'saslContinue',
      'connectionStatus',
    ])
    expect(JSON.stringify(heard)).not.toContain('s3cret')
    await expect.poll(() => outside.world.openConnections()).toBe(0)
  })

  it('refuses a wrong password, an unknown user, and one of another database', async () => {
    const { port } = await serve()
    for (const wrong of [{ password: 'wrong' }, { user: 'nobody' }, { authSource: 'app' }]) {
      expect(await ask({ port, ...wrong })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('goes to no server but the one that was named', async () => {
    let reached = 0
    const other = await outside.world.tcp(() => {
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
    expect(await ask({ port })).toMatchObject({ outcome: 'verified' })
    await expect.poll(() => outside.world.openConnections()).toBe(0)
    expect(reached).toBe(0)
  })

  it.each([
    [18, 'rejected', 'bad_login'],
    [11, 'rejected', 'bad_login'],
    [8000, 'rejected', 'bad_login'],
    [334, 'unexpected', 'login_not_offered'],
    [91, 'unexpected', 'server_error'],
    [59, 'unexpected', 'other_content'],
    [462, 'rate_limited', undefined],
  ])('reads error %i in answer to the first word and to the login', async (code, outcome, reason) => {
    const atOnce = await scripted(outside.world, async (peer) => {
      const { answer } = await command(peer)
      peer.say(answer(refused(code, 'bad auth : authentication failed, s3cret pass, ä=1')))
    })
    expect(await ask({ port: atOnce })).toMatchObject({ outcome, ...(reason && { reason }) })
    const atLogin = await scripted(outside.world, async (peer) => {
      peer.say((await command(peer)).answer(hello()))
      peer.say((await command(peer)).answer(refused(code, 'bad auth : authentication failed')))
    })
    expect(await ask({ port: atLogin })).toMatchObject({ outcome, ...(reason && { reason }) })
  })

  /** Signs in as it should be, then answers who it is like that. */
  async function afterwards(answer: Document) {
    return await scripted(outside.world, async (peer) => {
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

  it('takes nothing but the user among those who are signed in as proof', async () => {
    for (const authenticatedUsers of [[], [{ user: 'other', db: 'admin' }], [null], 'stepkey']) {
      const port = await afterwards({ ok: 1, authInfo: { authenticatedUsers } })
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    }
    // The driver doesn't sign in to an arbiter.
    const { port } = await serve({ arbiterOnly: true, speculativeAuthenticate: undefined })
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    expect(await ask({ port: await afterwards(refused(13)) })).toMatchObject({ outcome: 'limited' })
  })

  it('is not taken in by a server that does not know the password', async () => {
    const port = await scripted(outside.world, async (peer) => {
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
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  describe('does not let itself be kept busy', () => {
    const quickly = async (port: number) => {
      const before = performance.now()
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
      expect(performance.now() - before).toBeLessThan(1000)
    }
    const saying = (answer: Buffer) =>
      scripted(outside.world, async (peer) => {
        await command(peer)
        peer.say(answer)
      })

    it('by more rounds of hashing than anybody needs', async () => {
      for (const rounds of ['999999999', ' 999999999', '+999999999']) {
        await quickly(
          await scripted(outside.world, async (peer) => {
            const { document, answer } = await command(peer)
            const login = scram('stepkey', password, rounds)
            const payload = Buffer.from(login.begin(String(document.speculativeAuthenticate.payload)))
            peer.say(answer(hello({ speculativeAuthenticate: { conversationId: 1, done: false, payload } })))
          }),
        )
      }
    })

    it('by the wrong number of documents, or one of the wrong size', async () => {
      const empty = BSON.serialize({ ok: 1 })
      const numbered = Buffer.alloc(20)
      numbered.writeInt32LE(0x7fff_ffff, 16)
      await quickly(await saying(framed(Buffer.concat([numbered, empty]), 1)))
      for (const size of [-1, 0, 4, 1000]) {
        const document = Buffer.from(empty)
        document.writeInt32LE(size)
        await quickly(await saying(framed(Buffer.concat([Buffer.alloc(5), document]), 2013)))
      }
    })

    it('by messages of no length, or of a great one', async () => {
      await quickly(await saying(framed(Buffer.alloc(64), 2013, 0, 0)))
      await quickly(await saying(framed(Buffer.alloc(64), 2013, 0, -1)))
      await quickly(await saying(framed(Buffer.alloc(64), 2013, 0, 0x7fff_ffff)))
    })

    it('by a message that unfolds to a hundred megabytes', async () => {
      const unfolded = 100 * 1024 * 1024
      const front = Buffer.alloc(9)
      front.writeInt32LE(2013)
      front.writeInt32LE(unfolded, 4)
      front[8] = 2
      const before = process.memoryUsage().rss
      const bomb = Buffer.concat([front, deflateSync(Buffer.alloc(unfolded))])
      await quickly(await saying(framed(bomb, 2012, 1)))
      expect(process.memoryUsage().rss - before).toBeLessThan(unfolded)
    })
  })
})

encrypts('mongodb', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: Document[] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const heard: Document[] = []
      await serveOne(peer, 'stepkey', 's3cret', {}, heard).finally(() => logins.push(...heard.slice(0, 1)))
    })
    return { port, logins }
  },
})

withstands('mongodb', 'password', {
  plain: { host: 'db.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
