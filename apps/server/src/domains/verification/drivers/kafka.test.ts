import { describe, expect, it } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
import { findsNonsense } from '../../../../testing/drivers/malformed-servers.ts'
import {
  API_VERSIONS,
  AUTHENTICATE,
  authenticated,
  HANDSHAKE,
  int16,
  int32,
  mechanisms,
  type Request,
  request,
  serveOne,
  versions,
} from '../../../../testing/protocols/kafka-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { scram } from '../../../../testing/protocols/scram.ts'

// There is no Kafka that could be installed with the other tools: its part is played by scripted brokers, which check
// logins as one does.

const password = 's3cret pass,= \\ wörd'
const known = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const

describe('the Kafka check', () => {
  const asker = asks('kafka', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = asker

  /** Answers the requests one after the other; the last of the answers ends the connection. */
  const answering = (...answers: ((request: Request) => Buffer)[]) =>
    scripted(asker.world, async (peer) => {
      for (const answer of answers) {
        const asked = await request(peer)
        peer.say(asked.answer(answer(asked)))
      }
      peer.end()
    })

  describe.each(known)('with %s', (mechanism) => {
    it('lets the right login in, and asks for nothing else', async () => {
      const heard: unknown[] = []
      const port = await scripted(asker.world, async (peer) => {
        heard.push(await serveOne(peer, 'stepkey', password))
        heard.push(await peer.take(1).catch(() => 'the end'))
      })
      expect(await ask({ port, mechanism })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
      const apis = [API_VERSIONS, HANDSHAKE, AUTHENTICATE]
      await expect.poll(() => heard).toEqual([{ mechanism, apis, version: 1 }, 'the end'])
      await expect.poll(() => asker.world.openConnections()).toBe(0)
    })

    it('refuses a wrong password and an unknown user', async () => {
      const port = await scripted(
        asker.world,
        async (peer) => void (await serveOne(peer, 'stepkey', password)),
      )
      for (const wrong of [{ password: 'wrong' }, { user: 'nobody' }]) {
        expect(await ask({ port, mechanism, ...wrong })).toMatchObject({
          outcome: 'rejected',
          reason: 'bad_login',
        })
      }
    })

    it.each([0, 1])('signs in to a broker that only knows version %i', async (version) => {
      const port = await scripted(
        asker.world,
        async (peer) => void (await serveOne(peer, 'stepkey', password, [version, version])),
      )
      expect(await ask({ port, mechanism })).toMatchObject({ outcome: 'verified' })
      expect(await ask({ port, mechanism, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
    })
  })

  it.each([
    [33, 'unexpected', 'login_not_offered'],
    [34, 'unexpected', 'login_not_offered'],
    [58, 'rejected', 'bad_login'],
    [31, 'rejected', 'no_permission'],
    [89, 'rate_limited', undefined],
    [-1, 'unexpected', 'server_error'],
    [8, 'unexpected', 'server_error'],
    [35, 'unexpected', 'other_content'],
  ])('reads error %i, whatever it answers', async (code, outcome, reason) => {
    const ports = [
      await answering(() => versions(0, 2, code)),
      await answering(
        () => versions(),
        () => mechanisms(code, 'PLAIN'),
      ),
      await answering(
        () => versions(),
        () => mechanisms(),
        () => authenticated(1, '', code),
      ),
    ]
    for (const port of ports) {
      for (const mechanism of known) {
        expect(await ask({ port, mechanism })).toMatchObject({ outcome, ...(reason && { reason }) })
      }
    }
  })

  it('notices a broker without any login', async () => {
    for (const [lowest, highest] of [
      [2, 4],
      [-1, -1],
    ]) {
      const port = await answering(() => versions(lowest, highest))
      expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    }
  })

  describe('with SCRAM', () => {
    /** Accepts whatever proof comes, with that last message. */
    const believing = (last: string, guess = 'a guess') => {
      const login = scram('stepkey', guess)
      return answering(
        () => versions(),
        () => mechanisms(),
        ({ body }) => authenticated(1, login.begin(body.toString('utf8', 4))),
        () => authenticated(1, last),
      )
    }
    const garbage = { outcome: 'unexpected', reason: 'not_this_protocol' }

    it('is not taken in by a broker that does not know the password', async () => {
      for (const last of [`v=${'A'.repeat(43)}=`, 'v=', '', 'x=1', 'nonsense']) {
        expect(await ask({ port: await believing(last), mechanism: 'SCRAM-SHA-256' })).toMatchObject(garbage)
      }
    })

    it('reads a refusal inside the conversation', async () => {
      for (const last of ['e=invalid-proof', 'e=unknown-user']) {
        expect(await ask({ port: await believing(last), mechanism: 'SCRAM-SHA-256' })).toMatchObject({
          outcome: 'rejected',
          reason: 'bad_login',
        })
      }
    })

    it('stands any first message, and does not let itself be kept busy', async () => {
      const first = (body: Buffer) => /r=(.*)$/.exec(body.toString('utf8', 4))?.[1]
      const messages: ((nonce: string | undefined) => string)[] = [
        () => '',
        () => 'nonsense',
        () => 's=c2FsdA==,i=4096',
        (nonce) => `r=${nonce}x,i=4096`,
        (nonce) => `r=${nonce}x,s=c2FsdA==`,
        (nonce) => `r=${nonce}x,s=c2FsdA==,i=1`,
        (nonce) => `r=${nonce}x,s=c2FsdA==,i=2147483647`,
        (nonce) => `r=${nonce}x,s=c2FsdA==,i=1e9`,
        () => 'r=another,s=c2FsdA==,i=4096',
      ]
      for (const message of messages) {
        const port = await answering(
          () => versions(),
          () => mechanisms(),
          ({ body }) => authenticated(1, message(first(body))),
        )
        const started = performance.now()
        expect(await ask({ port, mechanism: 'SCRAM-SHA-256' })).toMatchObject(garbage)
        expect(performance.now() - started).toBeLessThan(1000)
      }
    })
  })

  it('takes nothing but an answer to its own question', async () => {
    await findsNonsense(asker, {
      'an answer to another one': async (peer) => {
        await request(peer)
        peer.say(int32(26), int32(77), versions())
      },
      'an empty answer': async (peer) => {
        await request(peer)
        peer.say(int32(0), Buffer.alloc(20))
      },
      'an answer of a negative length': async (peer) => peer.say(int32(-5), Buffer.alloc(20)),
      'a huge answer': async (peer) => peer.say(int32(0x7fffffff), Buffer.alloc(20)),
      'more members than there are': async (peer) => {
        const { answer } = await request(peer)
        peer.say(answer(Buffer.concat([int16(0), int32(0x7fffffff), Buffer.alloc(40)])))
      },
      // A member that goes back as far as it comes: the library would read it for ever.
      'members of a negative length': async (peer) => {
        peer.say((await request(peer)).answer(versions()))
        const { answer } = await request(peer)
        peer.say(answer(Buffer.concat([int16(0), int32(0x7fffffff), int16(-2), Buffer.alloc(40)])))
      },
      'an error that nobody knows': async (peer) => {
        const { answer } = await request(peer)
        peer.say(answer(versions(0, 2, 9999)))
      },
      'a short answer': async (peer) => {
        peer.say((await request(peer)).answer(versions()))
        peer.say((await request(peer)).answer(mechanisms()))
        peer.say((await request(peer)).answer(Buffer.alloc(6)))
      },
    })
  })

  it('calls it lost when the broker hangs up, as it does when it has too many connections', async () => {
    for (const port of [await answering(), await answering(() => versions())]) {
      expect(await ask({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
    }
  })
})

encrypts('kafka', 'password', {
  values: { user: 'stepkey', password: 's3cret', mechanism: 'SCRAM-SHA-512' },
  async serve(world, certificate, clientAuthority) {
    const logins: unknown[] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      logins.push(await serveOne(peer, 'stepkey', 's3cret'))
    })
    return { port, logins }
  },
})

withstands('kafka', 'password', {
  plain: { host: 'kafka.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: Buffer.concat([int32(26), int32(1), versions()]).toString('latin1'),
})
