import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  getFreshToken,
  type Lease,
  type Refresher,
  type StoredToken,
  type TokenStore,
  tokenTimes,
} from './refresh.ts'
import type { TokenResult } from './token-result.ts'

const NOW = new Date('2026-11-01T12:00:00Z')
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const timing = { deadline: 200, lease: 400, fence: 100 }
let names = 0

/** Creates an in-memory store and a simulated provider; `log` records what happens to them. */
function setUp({
  endsAt = after(-1),
  refreshAt = after(-6),
}: Partial<Pick<StoredToken, 'endsAt' | 'refreshAt'>> = {}) {
  let stored: StoredToken = {
    version: 1,
    token: { access_token: 'old', refresh_token: 'r1' },
    endsAt,
    refreshAt,
    failures: 0,
  }
  let lease: Lease | undefined
  let hadLease = false
  let now = NOW
  const log: string[] = []
  const store: TokenStore = {
    id: `token ${++names}`,
    read: async () => stored,
    async lease() {
      if (lease) return undefined
      log.push('leased')
      lease = { id: String(Math.random()), stored, wasInterrupted: hadLease }
      return lease
    },
    async replace(held, token) {
      if (held !== lease || held.stored.version !== stored.version) {
        log.push('too late')
        return false
      }
      lease = undefined
      stored = { version: stored.version + 1, token, ...tokenTimes(token, NOW), failures: 0 }
      log.push(`committed ${String(token.access_token)}`)
      return true
    },
    async release(_held, failure) {
      log.push(failure ? 'released after a failure' : 'released')
      if (failure?.isInterrupted) hadLease = true
      if (failure) stored = { ...stored, failure, failures: stored.failures + 1 }
      lease = undefined
    },
    async lose(held, { reason }) {
      if (held !== lease) return false
      log.push(`lost: ${reason}`)
      lease = undefined
      stored = { ...stored, token: undefined, lost: reason }
      return true
    },
  }
  let answers = 0
  const refresher: Refresher & { run: (token: unknown, signal: AbortSignal) => Promise<TokenResult> } = {
    isGrant: true,
    isPossible: (token) => token?.refresh_token !== undefined,
    async run() {
      answers += 1
      log.push('requested')
      return {
        outcome: 'obtained',
        token: { access_token: `new ${answers}`, refresh_token: `r${answers + 1}`, expires_in: 3600 },
        answer: { status: 200, headers: {}, body: '' },
      }
    },
  }
  return {
    store,
    refresher,
    log,
    get: (options: { rejectedVersion?: number } = {}) =>
      getFreshToken(store, refresher, { clock: () => now, timing, ...options }),
    at(minutes: number) {
      now = after(minutes)
    },
    failure: () => stored.failure,
    /** Simulates another process that stores a token. */
    overtake() {
      lease = undefined
      stored = {
        version: stored.version + 1,
        token: { access_token: 'theirs' },
        endsAt: after(60),
        refreshAt: after(55),
        failures: 0,
      }
    },
    crash() {
      lease = undefined
      hadLease = true
    },
  }
}

const refusedWith = (code: string): TokenResult => ({
  outcome: 'refused',
  code,
  finding: { outcome: 'rejected', target: 'login.example' },
})

describe('a token', () => {
  it('is returned without a refresh while it is valid', async () => {
    const { get, log } = setUp({ endsAt: after(60), refreshAt: after(55) })
    expect(await get()).toMatchObject({ outcome: 'fresh', stored: { token: { access_token: 'old' } } })
    expect(log).toEqual([])
  })

  it('is committed before it is returned, and requested once for concurrent callers', async () => {
    const { get, log } = setUp()
    const all = await Promise.all([get(), get(), get()])
    for (const one of all) expect(one).toMatchObject({ stored: { token: { access_token: 'new 1' } } })
    expect(log).toEqual(['leased', 'requested', 'committed new 1'])
  })

  it('is refreshed once when several callers report the same version as refused', async () => {
    const { get, log } = setUp({ endsAt: after(60), refreshAt: after(55) })
    await Promise.all([get({ rejectedVersion: 1 }), get({ rejectedVersion: 1 }), get()])
    expect(await get({ rejectedVersion: 1 })).toMatchObject({ stored: { version: 2 } })
    expect(log).toEqual(['leased', 'requested', 'committed new 1'])
  })

  it('of another process is returned when the lease was lost', async () => {
    const { get, log, overtake, refresher } = setUp()
    const { run } = refresher
    refresher.run = async (...args) => {
      const result = await run(...args)
      overtake()
      return result
    }
    expect(await get()).toMatchObject({ outcome: 'fresh', stored: { token: { access_token: 'theirs' } } })
    expect(log).toEqual(['leased', 'requested', 'too late'])
  })

  it('is not requested by a process that was paused after acquiring the lease', async () => {
    const { get, log, store, overtake } = setUp()
    const { lease } = store
    store.lease = async (milliseconds) => {
      const taken = await lease(milliseconds)
      await setTimeout(timing.fence + 20)
      overtake()
      return taken
    }
    expect(await get()).toMatchObject({ stored: { token: { access_token: 'theirs' } } })
    expect(log).toEqual(['leased', 'released'])
  })

  it('that is still valid is returned while another process refreshes it, or when the refresh fails', async () => {
    const { get, store, log, refresher } = setUp({ endsAt: after(3), refreshAt: after(-2) })
    const theirs = await store.lease(0)
    expect(await get()).toMatchObject({ stored: { token: { access_token: 'old' } } })
    if (theirs) await store.release(theirs)
    refresher.run = async () => ({
      outcome: 'refused',
      finding: { outcome: 'unexpected', reason: 'server_error' },
    })
    expect(await get()).toMatchObject({ stored: { token: { access_token: 'old' } } })
    expect(log).toEqual(['leased', 'released', 'leased', 'released after a failure'])
  })

  it('that has expired is unknown while another process holds the lease, after a timeout', async () => {
    const { get, store } = setUp()
    await store.lease(0)
    expect(await get()).toEqual({ outcome: 'unknown', finding: { outcome: 'timeout' } })
  })

  it('is not requested again by a process that waited while the request of another one failed', async () => {
    const failure = {
      since: NOW.toISOString(),
      finding: { outcome: 'rejected', reason: 'unauthorized', target: 'login.example' },
      refusals: 1,
      now: NOW,
      isInterrupted: false,
    } as const
    const expired = setUp()
    const theirs = await expired.store.lease(0)
    const waiting = expired.get()
    await setTimeout(30)
    if (theirs) await expired.store.release(theirs, failure)
    expect(await waiting).toEqual({ outcome: 'unknown', finding: failure.finding })
    expect(expired.log).toEqual(['leased', 'released after a failure'])

    // Here it fails after this process has read the token, but before that acquires the lease.
    const late = setUp()
    const { lease } = late.store
    late.store.lease = async (milliseconds) => {
      late.store.lease = lease
      const first = await lease(milliseconds)
      if (first) await late.store.release(first, failure)
      return await lease(milliseconds)
    }
    expect(await late.get()).toEqual({ outcome: 'unknown', finding: failure.finding })
    expect(late.log).not.toContain('requested')
    // A call that begins later asks the provider again, but none whose credential was refused since it was read.
    const { read } = late.store
    late.store.read = async () => ({ ...((await read()) as StoredToken), isNewlyRefused: true })
    expect(await late.get()).toEqual({ outcome: 'unknown', finding: failure.finding })
    late.store.read = read
    expect(await late.get()).toMatchObject({ stored: { token: { access_token: 'new 1' } } })
  })

  it('is not lost when the provider fails or does not answer', async () => {
    const { get, refresher, log } = setUp()
    refresher.run = async (_token, signal) => {
      await setTimeout(10_000, undefined, { signal })
      return refusedWith('invalid_grant')
    }
    expect(await get()).toMatchObject({ outcome: 'unknown' })
    refresher.run = async () => refusedWith('temporarily_unavailable')
    expect(await get()).toMatchObject({ outcome: 'unknown' })
    // The missing response may have contained the next refresh token; then that is the reason.
    refresher.run = async () => refusedWith('invalid_grant')
    expect(await get()).toMatchObject({ finding: { reason: 'refresh_interrupted' } })
    log.pop()
    expect(log.filter((line) => line.startsWith('lost'))).toEqual([])
  })

  it.each([
    ['grant_revoked', false],
    ['refresh_interrupted', true],
  ])('is lost when the provider answers invalid_grant: %s', async (reason, wasInterrupted) => {
    const { get, refresher, log, crash } = setUp()
    if (wasInterrupted) crash()
    refresher.run = async () => refusedWith('invalid_grant')
    expect(await get()).toMatchObject({ outcome: 'lost', finding: { reason, target: 'login.example' } })
    expect(log.at(-1)).toBe(`lost: ${reason}`)
    // It stays lost, without another request.
    expect(await get()).toMatchObject({ outcome: 'lost', finding: { reason } })
    expect(log).toHaveLength(2)
  })

  const revoked: TokenResult = {
    outcome: 'refused',
    finding: { outcome: 'unexpected', reason: 'refused_request', httpStatus: 400, target: 'login.example' },
  }

  it('is lost after three refusals of any kind over ten minutes, once it has expired', async () => {
    const { get, refresher, at, failure } = setUp({ endsAt: after(30), refreshAt: after(-5) })
    refresher.run = async () => revoked
    for (const minutes of [0, 4, 8, 12, 16]) {
      at(minutes)
      expect(await get()).toMatchObject({ outcome: 'fresh', stored: { token: { access_token: 'old' } } })
    }
    expect(failure()).toMatchObject({ since: NOW.toISOString(), refusals: 5 })
    at(31)
    expect(await get()).toMatchObject({
      outcome: 'lost',
      finding: { reason: 'grant_revoked', target: 'login.example' },
    })
  })

  it('is lost after such refusals before its expiry, too, if its target rejects it', async () => {
    const { get, refresher, at } = setUp({ endsAt: after(600), refreshAt: after(595) })
    refresher.run = async () => revoked
    for (const minutes of [0, 6]) {
      at(minutes)
      expect(await get({ rejectedVersion: 1 })).toMatchObject({ outcome: 'unknown' })
    }
    at(12)
    expect(await get({ rejectedVersion: 1 })).toMatchObject({ outcome: 'lost' })
  })

  it('is not lost before three refusals, or before ten minutes', async () => {
    const twice = setUp()
    twice.refresher.run = async () => revoked
    expect(await twice.get()).toMatchObject({ outcome: 'unknown' })
    twice.at(60)
    expect(await twice.get()).toMatchObject({ outcome: 'unknown' })
    const quick = setUp()
    quick.refresher.run = async () => revoked
    for (const minutes of [0, 3, 6, 9]) {
      quick.at(minutes)
      expect(await quick.get()).toMatchObject({ outcome: 'unknown' })
    }
  })

  it.each([408, 425, 429, 500, 503, undefined])(
    'is not lost by failures with status %s',
    async (httpStatus) => {
      const { get, refresher, at, failure } = setUp()
      refresher.run = async () => ({
        outcome: 'refused',
        finding: { outcome: 'unexpected', ...(httpStatus && { httpStatus }) },
      })
      for (const minutes of [0, 20, 40, 60, 80]) {
        at(minutes)
        expect(await get()).toMatchObject({ outcome: 'unknown' })
      }
      expect(failure()).toMatchObject({ since: NOW.toISOString(), refusals: 0 })
    },
  )

  it.each(['web_page', 'server_error', 'oauth_app'] as const)(
    'is not lost by refusals with %s',
    async (reason) => {
      const { get, refresher, at, failure } = setUp()
      refresher.run = async () => ({ ...revoked, finding: { ...revoked.finding, reason } })
      for (const minutes of [0, 20, 40, 60]) {
        at(minutes)
        expect(await get()).toMatchObject({ outcome: 'unknown' })
      }
      expect(failure()).toMatchObject({ refusals: 0 })
      // A single refusal of the grant does not suffice after them.
      refresher.run = async () => revoked
      at(80)
      expect(await get()).toMatchObject({ outcome: 'unknown' })
    },
  )

  it('is not lost because the client is rejected, or without a grant', async () => {
    for (const [isGrant, reason] of [
      [true, 'oauth_app'],
      [false, 'refused_request'],
    ] as const) {
      const { get, refresher, at } = setUp()
      refresher.isGrant = isGrant
      refresher.run = async () => ({ ...revoked, finding: { ...revoked.finding, reason } })
      for (const minutes of [0, 20, 40, 60]) {
        at(minutes)
        expect(await get()).toMatchObject({ outcome: 'unknown' })
      }
    }
  })

  it('is not lost when another process has refreshed it', async () => {
    const { get, refresher, overtake } = setUp()
    refresher.run = async () => {
      overtake()
      return refusedWith('invalid_grant')
    }
    expect(await get()).toMatchObject({ outcome: 'fresh', stored: { token: { access_token: 'theirs' } } })
  })

  it('that can’t be refreshed is reported as expired or revoked', async () => {
    const over = setUp()
    over.refresher.isPossible = () => false
    expect(await over.get()).toMatchObject({ outcome: 'lost', finding: { reason: 'grant_expired' } })
    const refused = setUp({ endsAt: after(60), refreshAt: after(55) })
    refused.refresher.isPossible = () => false
    expect(await refused.get({ rejectedVersion: 1 })).toMatchObject({ finding: { reason: 'grant_revoked' } })
  })

  it('is stored in spite of temporary database errors', async () => {
    const { get, store, log } = setUp()
    const { replace } = store
    let failures = 2
    store.replace = async (...args) => {
      if (failures-- > 0) throw new Error('the database is away')
      return await replace(...args)
    }
    expect(await get()).toMatchObject({ stored: { token: { access_token: 'new 1' } } })
    expect(log).toEqual(['leased', 'requested', 'committed new 1'])
  })
})

describe('tokenTimes', () => {
  it('refreshes five minutes before the expiry, or after half of a short lifetime', () => {
    expect(tokenTimes({ expires_in: 3600 }, NOW)).toEqual({ endsAt: after(60), refreshAt: after(55) })
    expect(tokenTimes({ expires_in: 120 }, NOW)).toEqual({ endsAt: after(2), refreshAt: after(1) })
    expect(tokenTimes({}, NOW, { lifetime: 7200 })).toEqual({ endsAt: after(120), refreshAt: after(115) })
  })

  it('returns no times for a token without a valid lifetime', () => {
    for (const expires_in of [undefined, 0, -1, 'soon', Number.NaN]) {
      expect(tokenTimes({ expires_in }, NOW)).toEqual({ endsAt: undefined, refreshAt: undefined })
    }
    expect(tokenTimes({ expires_in: 1e300 }, NOW).endsAt?.getFullYear()).toBe(2126)
  })
})
