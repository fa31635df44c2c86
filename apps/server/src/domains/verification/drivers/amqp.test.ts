import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { expectNotThisProtocol } from '../../../../testing/drivers/malformed-servers.ts'
import {
  accept,
  CLOSE,
  close,
  frame,
  greet,
  method,
  openOk,
  start,
  tune,
} from '../../../../testing/protocols/amqp-wire.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'
import { issue } from '../../../../testing/world.ts'

const real = realServer('TEST_AMQP_URL', 5672)

describe.skipIf(!real)('the AMQP check, against a real server', () => {
  const { host, port, user, password } = real ?? { host: '', port: 0, user: '', password: '' }
  const suffix = randomBytes(4).toString('hex')
  const tester = useDriverTester('amqp', 'password', () => ({ host, port, user, password, tls: 'disable' }))
  const { verify } = tester

  it('accepts the right login and closes the connection', async () => {
    // An identity equal to the password is removed, as with RabbitMQ's default login guest/guest.
    const identity = user === password ? undefined : user
    expect(await verify()).toMatchObject({ outcome: 'verified', ...(identity && { identity }) })
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
    await expect.poll(() => tester.world.dialled().every(({ destroyed }) => destroyed)).toBe(true)
  })

  it('rejects a wrong password and an unknown user', async () => {
    expect(await verify({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await verify({ user: `unknown_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
  })

  it('returns no_such_vhost for an unknown virtual host', async () => {
    for (const vhost of [`typo_${suffix}`, `/${suffix}`, `%2f${suffix} ?#&`]) {
      expect(await verify({ vhost })).toMatchObject({ outcome: 'rejected', reason: 'no_such_vhost' })
    }
  })
})

describe('the AMQP check, against scripted servers', () => {
  const password = 's3cret pass%2f\\ wörd'
  const good = { host: '127.0.0.1', user: 'step@key', password, vhost: '/sales %2f', tls: 'disable' }
  const tester = useDriverTester('amqp', 'password', () => good)
  const { verify } = tester

  const refusal = close(403, 'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.')

  /** Starts a server that runs `admitted` for the right login, and `refused` for any other. */
  const admitting = (admitted: (peer: Peer, login: string[]) => Promise<void>, refused = refuse) =>
    scripted(tester.world, async (peer) => {
      const login = await greet(peer)
      if (login[2] === password) return await admitted(peer, login)
      await refused(peer, login)
    })
  const refuse = async (peer: Peer, _login: string[]) => peer.end(refusal)
  const open = async (peer: Peer) => {
    await accept(peer)
    peer.say(openOk())
    await method(peer)
  }

  it('signs in, opens the virtual host and sends Close', async () => {
    const received: unknown[] = []
    const port = await admitting(async (peer, login) => {
      received.push(login, await accept(peer))
      peer.say(openOk())
      received.push((await method(peer)).method)
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'step@key' })
    await expect.poll(() => received).toEqual([['', 'step@key', password], '/sales %2f', CLOSE])
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })

  describe('signs in again with a wrong password', () => {
    it('once if that is refused, or the connection is closed then', async () => {
      const refusals = [refuse, async (peer: Peer) => peer.end()] as const
      for (const [index, refused] of refusals.entries()) {
        const others: string[][] = []
        const port = await admitting(open, async (peer, login) => {
          others.push(login)
          await refused(peer, login)
        })
        expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'step@key' })
        if (index === 0) expect(others).toEqual([['', 'step@key', expect.not.stringMatching(password)]])
      }
    })

    it('and is inconclusive if that is accepted or fails', async () => {
      expect(await verify({ port: await admitting(open, open) })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_needed',
      })
      const busy = await admitting(open, async (peer) => peer.end(close(320, 'CONNECTION_FORCED - shutdown')))
      expect(await verify({ port: busy })).toMatchObject({
        outcome: 'unexpected',
        reason: 'control_inconclusive',
      })
    })

    it('only if the login was accepted', async () => {
      let logins = 0
      const port = await admitting(open, async (peer) => {
        logins++
        peer.end(refusal)
      })
      expect(await verify({ port, password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
      expect(logins).toBe(1)
    })
  })

  it.each([
    [
      403,
      'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.',
      'rejected',
      'bad_login',
    ],
    [530, 'NOT_ALLOWED - Authentication failed', 'rejected', 'bad_login'],
    [
      530,
      'NOT_ALLOWED - connection refused: node connection limit (0) is reached',
      'unreachable',
      'too_many_connections',
    ],
    [
      320,
      "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'",
      'unexpected',
      'server_error',
    ],
    [504, 'CHANNEL_ERROR - something else', 'unexpected', 'other_content'],
  ])('classifies a Close with code %i during the login: %s', async (code, text, outcome, reason) => {
    const port = await scripted(tester.world, async (peer) => {
      await greet(peer)
      peer.end(close(code, text))
    })
    expect(await verify({ port })).toMatchObject({ outcome, reason })
  })

  it.each([
    [530, 'NOT_ALLOWED - vhost /sales not found', 'rejected', 'no_such_vhost'],
    [404, "NOT_FOUND - Unknown virtual host: 'sales'", 'rejected', 'no_such_vhost'],
    [530, "NOT_ALLOWED - access to vhost '/sales' refused for user 'step'", 'rejected', 'no_permission'],
    [403, 'ACCESS_REFUSED - permission denied', 'rejected', 'no_permission'],
    [
      530,
      "NOT_ALLOWED - access to vhost '/' refused for user 'limit': connection limit (5) is reached",
      'unreachable',
      'too_many_connections',
    ],
    [530, "NOT_ALLOWED - access to vhost '/' refused for user 'limit'", 'rejected', 'no_permission'],
    [
      541,
      "INTERNAL_ERROR - access to vhost '/' refused for user 'step': vhost '/' is down",
      'unexpected',
      'server_error',
    ],
  ])(
    'classifies a Close with code %i when opening the virtual host: %s',
    async (code, text, outcome, reason) => {
      const port = await scripted(tester.world, async (peer) => {
        await greet(peer)
        await accept(peer)
        peer.end(close(code, text))
      })
      expect(await verify({ port })).toMatchObject({ outcome, reason })
    },
  )

  it('returns not_this_protocol for malformed data over TLS', async () => {
    const certificate = await issue(tester.world.authority, 'rabbit.example')
    const port = await scripted(tester.world, async (peer) => {
      await peer.encrypt(certificate)
      peer.say(Buffer.from('nonsense, and more of it'))
    })
    expect(await verify({ port, tls: 'require' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    })
  })

  it('returns login_not_offered when the server requires another mechanism', async () => {
    const others = await scripted(tester.world, async (peer) => {
      await peer.take(8)
      peer.say(start('EXTERNAL RABBIT-CR-DEMO'))
      await peer.take(1)
    })
    expect(await verify({ port: others })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_offered',
    })
    const challenge = await scripted(tester.world, async (peer) => {
      await greet(peer)
      peer.say(frame(20, Buffer.from([0, 0, 0, 1, 1])))
      await peer.take(1)
    })
    expect(await verify({ port: challenge })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_offered',
    })
  })

  it('returns not_this_protocol for anything but Open-Ok', async () => {
    await expectNotThisProtocol(tester, {
      'another version': async (peer) => peer.end(Buffer.from('AMQP\0\0\x09\x01', 'latin1')),
      'Open-Ok at once': async (peer) => {
        await peer.take(8)
        peer.say(openOk())
      },
      'Open-Ok in place of Tune': async (peer) => {
        await greet(peer)
        peer.say(openOk())
      },
      'Tune twice': async (peer) => {
        await greet(peer)
        await accept(peer)
        peer.say(tune())
      },
      'a method of another class': async (peer) => {
        await greet(peer)
        await accept(peer)
        peer.say(frame(41, Buffer.from([0]), 20))
      },
      'a broken frame': async (peer) => {
        await greet(peer)
        await accept(peer)
        peer.say(openOk().subarray(0, -1), Buffer.from([0]))
      },
      'a long frame': async (peer) => {
        await peer.take(8)
        peer.say(frame(10, Buffer.alloc(100_000)))
      },
      'a short frame': async (peer) => {
        await peer.take(8)
        peer.say(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0xce, 1, 1, 1, 1]))
      },
      'a short Close': async (peer) => {
        await greet(peer)
        peer.say(frame(CLOSE))
      },
    })
  })

  // amqplib would throw an uncaught exception on malformed data after the handshake.
  it('ignores malformed data in the same packet as Open-Ok', async () => {
    for (const nonsense of [
      Buffer.from('nonsense, and more of it'),
      frame(99, Buffer.alloc(4)),
      close(541, 'x'),
    ]) {
      const port = await admitting(async (peer) => {
        await accept(peer)
        peer.say(openOk(), nonsense)
        await peer.take(1_000)
      })
      expect(await verify({ port })).toMatchObject({ outcome: 'verified' })
    }
  })

  it('returns connection_lost when the server closes the connection during the handshake', async () => {
    const port = await scripted(tester.world, async (peer) => {
      await greet(peer)
      peer.end()
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })
})

describeEncryption('amqp', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[][] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const login = await greet(peer)
      // The control sign-in with a decoy password is not counted.
      if (['s3cret', 'wrong'].includes(login[2] ?? '')) logins.push(login)
      if (login[2] !== 's3cret') return peer.end(close(403, 'ACCESS_REFUSED'))
      await accept(peer)
      peer.say(openOk())
      await method(peer)
    })
    return { port, logins }
  },
})

describeHostileServers('amqp', 'password', {
  plain: { host: 'rabbit.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: start().toString('latin1'),
})
