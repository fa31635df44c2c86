import { describe, expect, it } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { expectNotThisProtocol } from '../../../../testing/drivers/malformed-servers.ts'
import { describeSeveralHosts } from '../../../../testing/drivers/several-hosts-suite.ts'
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

// Kafka can't be installed with the other tools, so scripted brokers take its place. They check logins as a real
// broker does.

const password = 's3cret pass,= \\ wörd'
const mechanismNames = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const

describe('the Kafka check', () => {
  const tester = useDriverTester('kafka', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  /** Answers the requests in order, and ends the connection after the last answer. */
  const answering = (...answers: ((request: Request) => Buffer)[]) =>
    scripted(tester.world, async (peer) => {
      for (const answer of answers) {
        const received = await request(peer)
        peer.say(received.answer(answer(received)))
      }
      peer.end()
    })

  describe.each(mechanismNames)('with %s', (mechanism) => {
    it('accepts the right login and sends no other requests', async () => {
      const received: unknown[] = []
      const port = await scripted(tester.world, async (peer) => {
        received.push(await serveOne(peer, 'stepkey', password))
        received.push(await peer.take(1).catch(() => 'the end'))
      })
      expect(await verify({ port, mechanism })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
      const signIn = [{ mechanism, apis: [API_VERSIONS, HANDSHAKE, AUTHENTICATE], version: 1 }, 'the end']
      // A broker proves with SCRAM that it knows the password. With PLAIN there is a control sign-in.
      await expect.poll(() => received).toEqual(mechanism === 'PLAIN' ? [...signIn, ...signIn] : signIn)
      await expect.poll(() => tester.world.openConnections()).toBe(0)
    })

    it('rejects a wrong password and an unknown user', async () => {
      const port = await scripted(
        tester.world,
        async (peer) => void (await serveOne(peer, 'stepkey', password)),
      )
      for (const wrong of [{ password: 'wrong' }, { user: 'unknown' }]) {
        expect(await verify({ port, mechanism, ...wrong })).toMatchObject({
          outcome: 'rejected',
          reason: 'bad_login',
        })
      }
    })

    it.each([0, 1])('signs in to a broker that supports only version %i', async (version) => {
      const port = await scripted(
        tester.world,
        async (peer) => void (await serveOne(peer, 'stepkey', password, [version, version])),
      )
      expect(await verify({ port, mechanism })).toMatchObject({ outcome: 'verified' })
      expect(await verify({ port, mechanism, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
    })
  })

  describe('with PLAIN, signs in again with a wrong password', () => {
    /** Accepts the right login, and answers any other with this error code, or hangs up. */
    async function answeringOthers(error: number | 'hang up') {
      const others: string[] = []
      const port = await scripted(tester.world, async (peer) => {
        peer.say((await request(peer)).answer(versions()))
        peer.say((await request(peer)).answer(mechanisms()))
        const { answer, body } = await request(peer)
        const login = body.toString('utf8', 4)
        const isRight = login === `\0stepkey\0${password}`
        if (!isRight) others.push(login)
        if (isRight) peer.say(answer(authenticated(1, '')))
        else if (error === 'hang up') peer.end()
        else peer.say(answer(authenticated(1, '', error)))
      })
      return { port, others }
    }

    it('and returns login_not_needed if that is accepted', async () => {
      const { port } = await answeringOthers(0)
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
    })

    it('and returns verified if the broker refuses it or closes the connection', async () => {
      const refusing = await answeringOthers(58)
      expect(await verify({ port: refusing.port })).toMatchObject({
        outcome: 'verified',
        identity: 'stepkey',
      })
      expect(refusing.others).toEqual([expect.stringMatching(/^\0stepkey\0/)])
      const { port } = await answeringOthers('hang up')
      expect(await verify({ port })).toMatchObject({ outcome: 'verified' })
    })

    it('and is inconclusive if that fails', async () => {
      const { port } = await answeringOthers(8)
      expect(await verify({ port })).toMatchObject({
        outcome: 'unexpected',
        reason: 'control_inconclusive',
      })
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
  ])('classifies error %i in the response to each request', async (code, outcome, reason) => {
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
      for (const mechanism of mechanismNames) {
        expect(await verify({ port, mechanism })).toMatchObject({ outcome, ...(reason && { reason }) })
      }
    }
  })

  it('returns login_not_offered for a broker without authentication', async () => {
    for (const [lowest, highest] of [
      [2, 4],
      [-1, -1],
    ]) {
      const port = await answering(() => versions(lowest, highest))
      expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    }
  })

  describe('with SCRAM', () => {
    /** Accepts every client proof, and answers with `last`. */
    const acceptAnyProof = (last: string, guess = 'a guess') => {
      const login = scram('stepkey', guess)
      return answering(
        () => versions(),
        () => mechanisms(),
        ({ body }) => authenticated(1, login.begin(body.toString('utf8', 4))),
        () => authenticated(1, last),
      )
    }
    const rejection = { outcome: 'unexpected', reason: 'not_this_protocol' }

    it('rejects a broker that does not know the password', async () => {
      for (const last of [`v=${'A'.repeat(43)}=`, 'v=', '', 'x=1', 'nonsense']) {
        expect(await verify({ port: await acceptAnyProof(last), mechanism: 'SCRAM-SHA-256' })).toMatchObject(
          rejection,
        )
      }
    })

    it('returns bad_login for a refusal inside the SCRAM messages', async () => {
      for (const last of ['e=invalid-proof', 'e=unknown-user']) {
        expect(await verify({ port: await acceptAnyProof(last), mechanism: 'SCRAM-SHA-256' })).toMatchObject({
          outcome: 'rejected',
          reason: 'bad_login',
        })
      }
    })

    it('rejects malformed and expensive first messages within a second', async () => {
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
        expect(await verify({ port, mechanism: 'SCRAM-SHA-256' })).toMatchObject(rejection)
      }
    })
  })

  it('returns not_this_protocol for anything but a response to its request', async () => {
    await expectNotThisProtocol(tester, {
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
      // A member whose negative length moves the read position back: the library would loop forever.
      'members of a negative length': async (peer) => {
        peer.say((await request(peer)).answer(versions()))
        const { answer } = await request(peer)
        peer.say(answer(Buffer.concat([int16(0), int32(0x7fffffff), int16(-2), Buffer.alloc(40)])))
      },
      'an unknown error': async (peer) => {
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

  it('returns connection_lost when the broker closes the connection', async () => {
    for (const port of [await answering(), await answering(() => versions())]) {
      expect(await verify({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
    }
  })
})

describeEncryption('kafka', 'password', {
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

describeSeveralHosts('kafka', 'brokers', {
  field: 'brokers',
  // With PLAIN, the control sign-in would be counted as well.
  values: { user: 'stepkey', password, mechanism: 'SCRAM-SHA-256', tls: 'disable' },
  script: async (peer, logins) => void logins.push(await serveOne(peer, 'stepkey', password)),
})

describeHostileServers('kafka', 'brokers', {
  plain: { user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  at: (host, port) => ({ brokers: `${host}:${port}` }),
  banner: Buffer.concat([int32(26), int32(1), versions()]).toString('latin1'),
})
