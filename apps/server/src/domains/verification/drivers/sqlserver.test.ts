import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encrypts } from '../../../../testing/drivers/encryption-suite.ts'
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
 * There is no SQL Server to be had from npm or Debian, and none that could be started by a test. These speak its
 * protocol as far as a login goes: the prelogin, TLS inside of its packets, LOGIN7, and the tokens of the answers.
 */
describe('the SQL Server check', () => {
  const password = 's3cret pass ä'
  const outside = asks('sqlserver', 'password', () => ({
    host: '127.0.0.1',
    user: 'stepkey',
    password,
    tls: 'disable',
  }))
  const { ask } = outside

  /** Does that after the prelogin, and notes how often somebody came. */
  async function after(script: (peer: Peer) => Promise<void> | void, encrypts = encryption.notSupported) {
    const came = { times: 0 }
    const port = await scripted(outside.world, async (peer) => {
      came.times++
      await message(peer)
      peer.say(prelogin(encrypts))
      await script(peer)
    })
    return { port, came }
  }

  it('lets the right login in and tells who it is', async () => {
    const shown: ReturnType<typeof login>[] = []
    const { port } = await after(async (peer) => {
      const attempt = await signIn(peer, 'stepkey', password)
      shown.push(attempt.shown)
      if (attempt.isIn) peer.say(result(row('stepkey')))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'verified', identity: 'stepkey' })
    expect(await ask({ port, password: 'wrong' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(await ask({ port, user: 'nobody' })).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(shown).toHaveLength(3)
    for (const { machine } of shown) expect(machine).not.toContain(hostname())
    await expect.poll(() => outside.world.openConnections()).toBe(0)
  })

  it.each([
    [18456, 'rejected', 'bad_login'],
    [18452, 'rejected', 'bad_login'],
    [18486, 'rejected', 'account_locked'],
    [18470, 'rejected', 'account_locked'],
    [18487, 'rejected', 'password_expired'],
    [18488, 'rejected', 'password_expired'],
    [4060, 'rejected', 'no_such_database'],
    [4064, 'rejected', 'no_such_database'],
    [40615, 'rejected', 'no_permission'],
    [40532, 'unexpected', 'wrong_account'],
    [10928, 'unreachable', 'too_many_connections'],
    [17809, 'unreachable', 'too_many_connections'],
    [40613, 'unexpected', 'server_error'],
    [18401, 'unexpected', 'server_error'],
  ])('reads error %i, and tries no second time', async (code, outcome, reason) => {
    const { port, came } = await after(async (peer) => {
      await message(peer)
      // The reason comes first; that the login has failed is said again at the end.
      peer.say(result(failure(code, `Something is wrong with ${password}.`), failure(18456)))
    })
    expect(await ask({ port })).toMatchObject({ outcome, reason })
    expect(came.times).toBe(1)
  })

  it('does not follow to another server', async () => {
    let reached = 0
    const other = await outside.world.tcp(() => {
      reached++
    })
    const { port, came } = await after(async (peer) => {
      await message(peer)
      peer.say(result(loginAck, routing('127.0.0.1', other)))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'redirect' })
    expect([reached, came.times]).toEqual([0, 1])
  })

  it('gives no login to a server that turns out not to encrypt, or to want it', async () => {
    const heard: number[] = []
    const listening = (encrypts: number) =>
      after(async (peer) => {
        heard.push((await message(peer)).type)
      }, encrypts)
    for (const encrypts of [encryption.off, encryption.notSupported, 7]) {
      for (const tls of ['require', 'verify-full']) {
        expect(await ask({ port: (await listening(encrypts)).port, tls })).toMatchObject({
          outcome: 'tls',
          reason: 'tls_not_offered',
        })
      }
    }
    for (const encrypts of [encryption.on, encryption.required]) {
      expect(await ask({ port: (await listening(encrypts)).port })).toMatchObject({
        outcome: 'unexpected',
        reason: 'login_not_offered',
      })
    }
    expect(heard).toEqual([])
  })

  it('takes nothing but an acknowledged login and a row as proof', async () => {
    for (const said of [[], [packetSize('4096')], [row('stepkey')], [row('stepkey'), loginAck]]) {
      const { port } = await after(async (peer) => {
        await message(peer)
        peer.say(result(...said))
      })
      expect(await ask({ port }, { deadline: 500 })).toMatchObject({ outcome: 'unexpected' })
    }
    for (const said of [[], [row(null)], [failure(229)], [loginAck]]) {
      const { port } = await after(async (peer) => {
        await signIn(peer, 'stepkey', password)
        peer.say(result(...said))
      })
      expect(await ask({ port }, { deadline: 500 })).toMatchObject({ outcome: 'unexpected' })
    }
  })

  // tedious would cut what it sends into more and more packets, each of them empty.
  it.each(['0', '8', '1', '-1', 'x', '511', '999999'])(
    'is not kept busy by packets of the size %s',
    async (size) => {
      const { port } = await after(async (peer) => {
        await message(peer)
        peer.say(result(packetSize(size), loginAck))
        await message(peer)
        peer.say(result())
        await message(peer)
        peer.say(result(row('stepkey')))
      })
      expect(await ask({ port }, { deadline: 2000 })).toMatchObject({ outcome: 'verified' })
    },
  )

  it('survives noise at every step, and keeps it to itself', async () => {
    const logged = vi.spyOn(console, 'error')
    const change = (kind: number) => Buffer.from([0xe3, 5, 0, kind, 0, 0, 0, 0])
    const { port } = await after(async (peer) => {
      await message(peer)
      peer.say(result(...[5, 6, 15, 17, 19, 77].map(change), loginAck))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
    for (let seed = 0; seed < 80; seed++) {
      const noise = createHash('shake256', { outputLength: 120 }).update(String(seed)).digest()
      const step = seed % 4
      const { port } = await after(
        async (peer) => {
          // In answer to the prelogin, to the handshake of TLS, to the login, and to what comes after it.
          if (step > 0) await message(peer)
          if (step > 2) {
            peer.say(result(loginAck))
            await message(peer)
          }
          peer.end(seed % 8 < 4 ? result(noise) : noise)
        },
        step === 1 ? encryption.on : encryption.notSupported,
      )
      const verification = await ask({ port, ...(step === 1 && { tls: 'require' }) }, { deadline: 500 })
      expect(verification.outcome).toMatch(/^(unexpected|unreachable|timeout|tls)$/)
    }
    expect(logged).not.toHaveBeenCalled()
    logged.mockRestore()
  })
})

encrypts('sqlserver', 'password', {
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

withstands('sqlserver', 'password', {
  plain: { host: 'sql.example', user: 'stepkey', password: 'correct horse', tls: 'disable' },
  encrypted: { tls: 'require' },
})
