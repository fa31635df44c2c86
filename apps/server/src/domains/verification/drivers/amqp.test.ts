import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
import { findsNonsense } from '../../../../testing/drivers/malformed-servers.ts'
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
import { scripted } from '../../../../testing/protocols/peer.ts'
import { realServer } from '../../../../testing/servers/real-server.ts'
import { issue } from '../../../../testing/world.ts'

const real = realServer('TEST_AMQP_URL', 5672)

describe.skipIf(!real)('the AMQP check, against a real server', () => {
  const { host, port, user, password } = real ?? { host: '', port: 0, user: '', password: '' }
  const suffix = randomBytes(4).toString('hex')
  const asker = asks('amqp', 'password', () => ({ host, port, user, password, tls: 'disable' }))
  const { ask } = asker

  it('lets the right login in, and leaves no connection behind', async () => {
    // A name that is the password, too, is not shown: the usual user of a fresh RabbitMQ is guest, guest.
    const identity = user === password ? undefined : user
    expect(await ask()).toMatchObject({ outcome: 'verified', ...(identity && { identity }) })
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
    await expect.poll(() => asker.world.dialled().every(({ destroyed }) => destroyed)).toBe(true)
  })

  it('refuses a wrong password and an unknown user', async () => {
    expect(await ask({ password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ user: `nobody_${suffix}` })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
  })

  it('says so when there is no such virtual host', async () => {
    for (const vhost of [`typo_${suffix}`, `/${suffix}`, `%2f${suffix} ?#&`]) {
      expect(await ask({ vhost })).toMatchObject({ outcome: 'rejected', reason: 'no_such_vhost' })
    }
  })
})

describe('the AMQP check, against scripted servers', () => {
  const password = 's3cret pass%2f\\ wörd'
  const good = { host: '127.0.0.1', user: 'step@key', password, vhost: '/sales %2f', tls: 'disable' }
  const asker = asks('amqp', 'password', () => good)
  const { ask } = asker

  it('signs in, opens the virtual host, and says goodbye', async () => {
    const heard: unknown[] = []
    const port = await scripted(asker.world, async (peer) => {
      heard.push(await greet(peer), await accept(peer))
      peer.say(openOk())
      heard.push((await method(peer)).method)
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'step@key' })
    await expect.poll(() => heard).toEqual([['', 'step@key', password], '/sales %2f', CLOSE])
    await expect.poll(() => asker.world.openConnections()).toBe(0)
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
  ])('reads %i at the login: %s', async (code, text, outcome, reason) => {
    const port = await scripted(asker.world, async (peer) => {
      await greet(peer)
      peer.end(close(code, text))
    })
    expect(await ask({ port })).toMatchObject({ outcome, reason })
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
  ])('reads %i at the virtual host: %s', async (code, text, outcome, reason) => {
    const port = await scripted(asker.world, async (peer) => {
      await greet(peer)
      await accept(peer)
      peer.end(close(code, text))
    })
    expect(await ask({ port })).toMatchObject({ outcome, reason })
  })

  it('knows nonsense also where it is encrypted', async () => {
    const certificate = await issue(asker.world.authority, 'rabbit.example')
    const port = await scripted(asker.world, async (peer) => {
      await peer.encrypt(certificate)
      peer.say(Buffer.from('nonsense, and more of it'))
    })
    expect(await ask({ port, tls: 'require' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    })
  })

  it('notices a server that wants other logins', async () => {
    const others = await scripted(asker.world, async (peer) => {
      await peer.take(8)
      peer.say(start('EXTERNAL RABBIT-CR-DEMO'))
      await peer.take(1)
    })
    expect(await ask({ port: others })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_offered' })
    const challenge = await scripted(asker.world, async (peer) => {
      await greet(peer)
      peer.say(frame(20, Buffer.from([0, 0, 0, 1, 1])))
      await peer.take(1)
    })
    expect(await ask({ port: challenge })).toMatchObject({
      outcome: 'unexpected',
      reason: 'login_not_offered',
    })
  })

  it('takes nothing but Open-Ok as proof', async () => {
    await findsNonsense(asker, {
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

  // What amqplib can't read after the handshake it throws before anybody can catch it.
  it('survives nonsense in the same breath as Open-Ok', async () => {
    for (const nonsense of [
      Buffer.from('nonsense, and more of it'),
      frame(99, Buffer.alloc(4)),
      close(541, 'x'),
    ]) {
      const port = await scripted(asker.world, async (peer) => {
        await greet(peer)
        await accept(peer)
        peer.say(openOk(), nonsense)
        await peer.take(1_000)
      })
      expect(await ask({ port })).toMatchObject({ outcome: 'verified' })
    }
  })

  it('calls it lost when the server hangs up in the middle', async () => {
    const port = await scripted(asker.world, async (peer) => {
      await greet(peer)
      peer.end()
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })
})

encrypts('amqp', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate, clientAuthority) {
    const logins: string[][] = []
    const port = await scripted(world, async (peer) => {
      await peer.encrypt(certificate, clientAuthority)
      const login = await greet(peer)
      logins.push(login)
      if (login[2] !== 's3cret') return peer.end(close(403, 'ACCESS_REFUSED'))
      await accept(peer)
      peer.say(openOk())
      await method(peer)
    })
    return { port, logins }
  },
})

withstands('amqp', 'password', {
  plain: { host: 'rabbit.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
  banner: start().toString('latin1'),
})
