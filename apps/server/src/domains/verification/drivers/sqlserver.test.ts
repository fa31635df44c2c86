import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { describeHostileServers, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { describeEncryption } from '../../../../testing/drivers/encryption-suite.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import {
  encryption,
  failure,
  type login,
  loginAck,
  message,
  packed,
  packetSize,
  prelogin,
  result,
  routing,
  row,
  signIn,
} from '../../../../testing/protocols/tds-wire.ts'

/**
 * No SQL Server is available from npm or Debian, and none can be started by a test. The scripted servers speak its
 * protocol as far as a login needs: the prelogin, TLS inside its packets, LOGIN7, and the response tokens.
 */
describe('the SQL Server check', () => {
  const password = 's3cret pass ä'
  const tester = useDriverTester('sqlserver', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { verify } = tester

  /** Runs the script after the prelogin, and counts the connections. */
  async function serveAfterPrelogin(
    script: (peer: Peer) => Promise<void> | void,
    encrypts = encryption.notSupported,
  ) {
    const connections = { count: 0 }
    const port = await scripted(tester.world, async (peer) => {
      connections.count++
      await message(peer)
      peer.say(prelogin(encrypts))
      await script(peer)
    })
    return { port, connections }
  }

  it('accepts the right login and reports the identity', async () => {
    const shown: ReturnType<typeof login>[] = []
    const { port } = await serveAfterPrelogin(async (peer) => {
      const attempt = await signIn(peer, 'stepkey', password)
      shown.push(attempt.shown)
      if (attempt.isIn) peer.say(result(row('stepkey')))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(await verify({ port, password: 'wrong' })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
    expect(await verify({ port, user: 'unknown' })).toMatchObject({
      outcome: 'rejected',
      reason: 'bad_login',
    })
    expect(shown).toHaveLength(3)
    for (const { machine } of shown) expect(machine).not.toContain(hostname())
    await expect.poll(() => tester.world.openConnections()).toBe(0)
  })

  it.each([
    [18456, 'rejected', 'bad_login'],
    [18452, 'rejected', 'bad_login'],
    [18486, 'rejected', 'account_locked'],
    [18470, 'rejected', 'sign_in_disabled'],
    [18487, 'rejected', 'password_expired'],
    [18488, 'rejected', 'password_expired'],
    [4060, 'rejected', 'no_such_database'],
    [4064, 'rejected', 'no_such_database'],
    [40615, 'rejected', 'address_not_admitted'],
    [40532, 'unexpected', 'wrong_account'],
    [10928, 'unreachable', 'too_many_connections'],
    [17809, 'unreachable', 'too_many_connections'],
    [47073, 'rejected', 'address_not_admitted'],
    [47072, 'tls', undefined],
    [17892, 'rejected', 'no_permission'],
    [40613, 'unexpected', 'server_error'],
    [18401, 'unexpected', 'server_error'],
  ])('classifies error %i, and does not retry', async (code, outcome, reason) => {
    const { port, connections } = await serveAfterPrelogin(async (peer) => {
      await message(peer)
      // The first error is the reason; the server repeats at the end that the login failed.
      peer.say(result(failure(code, `Something is wrong with ${password}.`), failure(18456)))
    })
    expect(await verify({ port })).toMatchObject({ outcome, ...(reason && { reason }) })
    expect(connections.count).toBe(1)
  })

  it('follows no routing to another server', async () => {
    let reached = 0
    const other = await tester.world.tcp(() => {
      reached++
    })
    const { port, connections } = await serveAfterPrelogin(async (peer) => {
      await message(peer)
      peer.say(result(loginAck, routing('127.0.0.1', other)))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'redirect' })
    expect([reached, connections.count]).toEqual([0, 1])
  })

  it('sends no login when the chosen encryption and the offered one differ', async () => {
    const received: number[] = []
    const listening = (encrypts: number) =>
      serveAfterPrelogin(async (peer) => {
        received.push((await message(peer)).type)
      }, encrypts)
    for (const encrypts of [encryption.off, encryption.notSupported, 7]) {
      for (const tls of ['require', 'verify-full']) {
        expect(await verify({ port: (await listening(encrypts)).port, tls })).toMatchObject({
          outcome: 'tls',
          reason: 'tls_not_offered',
        })
      }
    }
    for (const encrypts of [encryption.on, encryption.required]) {
      expect(await verify({ port: (await listening(encrypts)).port })).toMatchObject({
        outcome: 'rejected',
        reason: 'encryption_needed',
      })
    }
    expect(received).toEqual([])
  })

  it('returns unexpected for anything but an acknowledged login and a row', async () => {
    for (const said of [[], [packetSize('4096')], [row('stepkey')], [row('stepkey'), loginAck]]) {
      const { port } = await serveAfterPrelogin(async (peer) => {
        await message(peer)
        peer.say(result(...said))
      })
      expect(await verify({ port }, { deadline: 500 })).toMatchObject({ outcome: 'unexpected' })
    }
    for (const said of [[], [row(null)], [failure(229)], [loginAck]]) {
      const { port } = await serveAfterPrelogin(async (peer) => {
        await signIn(peer, 'stepkey', password)
        peer.say(result(...said))
      })
      expect(await verify({ port }, { deadline: 500 })).toMatchObject({ outcome: 'unexpected' })
    }
  })

  // tedious would write empty packets in an endless loop.
  it.each(['0', '8', '1', '-1', 'x', '511', '999999'])('ignores the invalid packet size %s', async (size) => {
    const { port } = await serveAfterPrelogin(async (peer) => {
      await message(peer)
      peer.say(result(packetSize(size), loginAck))
      await message(peer)
      peer.say(result())
      await message(peer)
      peer.say(result(row('stepkey')))
    })
    expect(await verify({ port }, { deadline: 2000 })).toMatchObject({ outcome: 'verified' })
  })

  it('survives random data at every step, and logs nothing', async () => {
    const logged = vi.spyOn(console, 'error')
    const change = (kind: number) => Buffer.from([0xe3, 5, 0, kind, 0, 0, 0, 0])
    const { port } = await serveAfterPrelogin(async (peer) => {
      await message(peer)
      peer.say(result(...[5, 6, 15, 17, 19, 77].map(change), loginAck))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    for (let seed = 0; seed < 80; seed++) {
      const noise = createHash('shake256', { outputLength: 120 }).update(String(seed)).digest()
      const step = seed % 4
      const { port } = await serveAfterPrelogin(
        async (peer) => {
          // In response to the prelogin, the TLS handshake, the login, or the message after it.
          if (step > 0) await message(peer)
          if (step > 2) {
            peer.say(result(loginAck))
            await message(peer)
          }
          peer.end(seed % 8 < 4 ? result(noise) : noise)
        },
        step === 1 ? encryption.on : encryption.notSupported,
      )
      const verification = await verify({ port, ...(step === 1 && { tls: 'require' }) }, { deadline: 500 })
      expect(verification.outcome).toMatch(/^(unexpected|unreachable|timeout|tls)$/)
    }
    expect(logged).not.toHaveBeenCalled()
    logged.mockRestore()
  })
})

describeEncryption('sqlserver', 'password', {
  values: { user: 'stepkey', password: 's3cret' },
  async serve(world, certificate) {
    const logins: unknown[] = []
    const port = await scripted(world, async (peer) => {
      await message(peer)
      peer.say(prelogin(encryption.on))
      await peer.encrypt(certificate, undefined, packed)
      const { shown, isIn } = await signIn(peer, 'stepkey', 's3cret')
      logins.push(shown)
      if (isIn) peer.say(result(row('stepkey')))
    })
    return { port, logins }
  },
})

describeHostileServers('sqlserver', 'password', {
  plain: { host: 'sql.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
