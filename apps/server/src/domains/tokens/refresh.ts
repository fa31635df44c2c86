import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '@stepkey/shared/verification'
import { tokenErrorFinding } from './token-error.ts'
import type { TokenResult } from './token-result.ts'

export type Token = Record<string, unknown>

/** A token as it is kept: which one it is, and how long it is good for. */
export interface StoredToken {
  /** Goes up with every renewal. */
  version: number
  /** Absent where nobody has asked for one yet. */
  token: Token | undefined
  /** Absent where it has no end that is known. */
  endsAt: Date | undefined
  /** From when on it is to be renewed although it is still good; later after a renewal that failed. */
  renewAt: Date | undefined
  /** What came of it, where only a person can mend it. */
  lost?: LossReason
}

/** The right to renew one token, for a while, by the database's clock. */
export interface Lease {
  id: string
  /** What was kept when the lease was taken: nobody else changes it meanwhile. */
  kept: StoredToken
  /** The renewal before was cut off, by a crash or because no answer came: what it spent may be lost. */
  wasCutOff: boolean
}

/** Why a granted token can't be renewed any more; only the person can mend that. */
export type LossReason = 'grant_revoked' | 'grant_expired' | 'refresh_interrupted' | 'disconnected'

/**
 * Where one credential's token is kept. Every method is short: no connection is held while a vendor is asked.
 * `oauth` and `tokens` know nothing of credentials; this is what they know instead.
 */
export interface TokenStore {
  /** Names the token among all others. */
  id: string
  read(): Promise<StoredToken | undefined>
  /** Undefined while somebody else has it. */
  lease(milliseconds: number): Promise<Lease | undefined>
  /**
   * Writes the next token over the one that the lease was taken on and gives the lease back, all in one transaction.
   * @returns false, with nothing written, when the lease was lost meanwhile
   */
  replace(lease: Lease, token: Token, now: Date): Promise<boolean>
  /**
   * Gives the lease back with everything as it was. After a failure the next renewal ahead of time waits; one that was
   * cut off is remembered.
   */
  release(lease: Lease, failure?: { now: Date; isCutOff: boolean }): Promise<void>
  /** Gives the lease back and remembers that nothing can be renewed any more. @returns false when the lease was lost */
  lose(lease: Lease, loss: Loss): Promise<boolean>
}

export type Loss = Finding & { outcome: 'rejected'; reason: LossReason }

export interface Refresh {
  /** Whether what is kept can be renewed at all, once it is there. */
  isPossible(token: Token | undefined): boolean
  /** Asks the vendor. Errors of the network are thrown. */
  run(token: Token | undefined, signal: AbortSignal): Promise<TokenResult>
}

export type FreshToken =
  | { outcome: 'fresh'; kept: StoredToken & { token: Token } }
  /** Only a person can mend it. */
  | { outcome: 'lost'; finding: Loss }
  /** Not now: the vendor, or whoever is renewing it, does not answer. Says nothing of the grant. */
  | { outcome: 'unknown'; finding: Finding }

/** All in milliseconds. */
export interface Timing {
  /** How long a vendor may take. */
  deadline: number
  /** How long a lease lasts: longer than the vendor takes, with time to write down what it said. */
  lease: number
  /** From taking a lease to asking the vendor: whoever was asleep for longer could spend what is spent already. */
  fence: number
}
// Longer than a check may take: what is given up here is lost, for the vendor may have answered all the same.
const TIMING: Timing = { deadline: 20_000, lease: 40_000, fence: 5_000 }

/** The renewals of this process, by token: nobody asks twice at once. */
const flights = new Map<string, Promise<FreshToken>>()

interface Options {
  clock: () => Date
  /** The version that the vendor refused although it should be good. */
  refused?: number
  /** Shorter in tests. */
  timing?: Timing
  /** Told how long a new token existed in this process alone, in milliseconds: a crash then would have lost it. */
  onCommitted?: (milliseconds: number) => void
}

/**
 * A token that is good now. It is renewed ahead of its end, by one caller at a time in this process and by one process
 * at a time; what the vendor answered is committed before anybody uses it.
 */
export async function getFreshToken(
  store: TokenStore,
  renewal: Refresh,
  options: Options,
): Promise<FreshToken> {
  for (;;) {
    const running = flights.get(store.id)
    if (!running) break
    const result = await running
    if (result.outcome !== 'fresh' || result.kept.version !== options.refused) return result
  }
  const flight = renewIfNeeded(store, renewal, options).finally(() => flights.delete(store.id))
  flights.set(store.id, flight)
  return await flight
}

async function renewIfNeeded(store: TokenStore, renewal: Refresh, options: Options): Promise<FreshToken> {
  const { clock, timing = TIMING } = options
  // Until the lease of whoever is at it has run out, and a little.
  const patience = performance.now() + timing.lease + timing.fence
  for (let wait = 25; ; wait = Math.min(wait * 1.5, 400)) {
    const kept = await store.read()
    if (kept?.lost) return { outcome: 'lost', finding: { outcome: 'rejected', reason: kept.lost } }
    if (kept && isGood(kept, options)) return { outcome: 'fresh', kept }
    const takenAt = performance.now()
    const lease = await store.lease(timing.lease)
    if (lease) {
      const result = await renewUnder(lease, takenAt, store, renewal, options)
      if (result) return result
    } else if (kept && isAlive(kept, clock()) && kept.version !== options.refused) {
      // Somebody is at it, and until then this one does.
      return { outcome: 'fresh', kept }
    }
    if (performance.now() > patience) return { outcome: 'unknown', finding: { outcome: 'timeout' } }
    await sleep(wait * (0.5 + Math.random()))
  }
}

/** Undefined when the lease was not worth having: look again. */
async function renewUnder(
  lease: Lease,
  takenAt: number,
  store: TokenStore,
  renewal: Refresh,
  options: Options,
): Promise<FreshToken | undefined> {
  const { clock, timing = TIMING, onCommitted } = options
  const { kept } = lease
  if (isGood(kept, options)) {
    await store.release(lease)
    return { outcome: 'fresh', kept }
  }
  if (!renewal.isPossible(kept.token)) {
    return await lost(store, lease, isAlive(kept, clock()) ? 'grant_revoked' : 'grant_expired')
  }
  if (performance.now() - takenAt > timing.fence) {
    await store.release(lease)
    return undefined
  }

  const minted = await renewal.run(kept.token, AbortSignal.timeout(timing.deadline)).catch(
    (error): TokenResult => ({
      outcome: 'refused',
      finding: tokenErrorFinding(error) ?? { outcome: 'unexpected' },
    }),
  )
  if (minted.outcome === 'minted') {
    // From here to the commit the new token exists in this process alone.
    const answeredAt = performance.now()
    if (await persistently(() => store.replace(lease, minted.token, clock()))) {
      onCommitted?.(performance.now() - answeredAt)
      const written = await store.read()
      if (written?.token) return { outcome: 'fresh', kept: { ...written, token: written.token } }
    }
    // Somebody else took over meanwhile: what he wrote counts.
    return undefined
  }
  if (minted.code === 'invalid_grant') {
    return await lost(store, lease, lease.wasCutOff ? 'refresh_interrupted' : 'grant_revoked', minted.finding)
  }
  await store.release(lease, { now: clock(), isCutOff: mayHaveArrived(minted.finding) })
  if (isAlive(kept, clock()) && kept.version !== options.refused) return { outcome: 'fresh', kept }
  return { outcome: 'unknown', finding: minted.finding }
}

/** Unless somebody else has written a newer token in the meantime: then look again. */
async function lost(
  store: TokenStore,
  lease: Lease,
  reason: LossReason,
  finding?: Finding,
): Promise<FreshToken | undefined> {
  const loss: Loss = { ...finding, outcome: 'rejected', reason }
  return (await store.lose(lease, loss)) ? { outcome: 'lost', finding: loss } : undefined
}

/** Whether the vendor may have got the request, although nobody knows what it said. */
const mayHaveArrived = ({ httpStatus, outcome, reason }: Finding): boolean =>
  httpStatus === undefined &&
  outcome !== 'blocked' &&
  !/^(connection_refused|name_not_found|private_address)$/.test(reason ?? '')

/** A new token must not be lost because the database hiccups. The lease tells it when it is too late. */
async function persistently(write: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (tries === 8) throw error
      await sleep(50 * 2 ** tries)
    }
  }
}

const isAlive = (kept: StoredToken, now: Date): kept is StoredToken & { token: Token } =>
  kept.token !== undefined && (kept.endsAt === undefined || now < kept.endsAt)

const isGood = (kept: StoredToken, { clock, refused }: Options): kept is StoredToken & { token: Token } =>
  isAlive(kept, clock()) && kept.version !== refused && (kept.renewAt === undefined || clock() < kept.renewAt)

/** Resolves when no renewal is under way any more: what a vendor has given must be written down before a process ends. */
export async function refreshesSettled(): Promise<void> {
  await Promise.allSettled(flights.values())
}

/** The end of a token and when to renew it: five minutes ahead, or at half its life if that is shorter. */
export function tokenTimes(token: Token, now: Date, { lifetime }: { lifetime?: number } = {}) {
  const seconds = Number(token.expires_in ?? lifetime)
  if (!(seconds > 0)) return { endsAt: undefined, renewAt: undefined }
  const life = Math.min(seconds * 1000, 100 * 365 * 24 * 3600_000)
  const endsAt = new Date(now.getTime() + life)
  return { endsAt, renewAt: new Date(endsAt.getTime() - Math.min(5 * 60_000, life / 2)) }
}
