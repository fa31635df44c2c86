import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '@stepkey/shared/verification'
import { DAY, MINUTE } from '../../platform/time.ts'
import { tokenErrorFinding } from './token-error.ts'
import type { TokenResult } from './token-result.ts'

/** The members of a token response: `access_token`, `refresh_token`, `expires_in` and others. */
export type Token = Record<string, unknown>

/** A token with its version and its lifetime. */
export interface StoredToken {
  /** Incremented by every refresh. */
  version: number
  /** Absent before the first request for a token. */
  token: Token | undefined
  /** Absent if the token has no known expiry. */
  endsAt: Date | undefined
  /** When to refresh the token before it expires. A failed refresh postpones this time. */
  refreshAt: Date | undefined
  /** How many refreshes in a row failed. */
  failures: number
  /** Present if the last refresh failed. */
  failure?: RefreshFailure
  /** Whether a request was refused after the caller had read the credential, and before it read the token. */
  isNewlyRefused?: boolean
  /** Why the grant was lost. Only the user can fix that, by connecting again. */
  lost?: LossReason
}

/** Consecutive failed refreshes of a token. Times are ISO 8601 UTC. */
export interface RefreshFailure {
  /** The time of the first of them. */
  since: string
  /** The finding of the last one. */
  finding: Finding
  /** How many of them the provider refused, and the time of the first refusal. */
  refusals: number
  refusedSince?: string
}

/** The exclusive right to refresh one token for a limited time, measured by the database's clock. */
export interface Lease {
  id: string
  /** The stored token. No other process changes it while the lease is valid. */
  stored: StoredToken
  /** The previous refresh was interrupted by a crash or got no response, so its refresh token may be used up. */
  wasInterrupted: boolean
}

/** Why a granted token can't be refreshed any more. Only the user can fix that, by connecting again. */
export type LossReason = 'grant_revoked' | 'grant_expired' | 'refresh_interrupted' | 'disconnected'

/**
 * The port through which refreshes read and write one credential's token; `tokens` knows nothing of credentials. No
 * method holds a database connection while the provider is called.
 */
export interface TokenStore {
  /** Identifies the token in this process. */
  id: string
  read(): Promise<StoredToken | undefined>
  /** Acquires the refresh lease, for a duration in milliseconds. Returns undefined while another process holds it. */
  lease(duration: number): Promise<Lease | undefined>
  /**
   * Replaces the leased token and releases the lease, in one transaction.
   * @returns false, without writing, if the lease was lost
   */
  replace(lease: Lease, token: Token, now: Date): Promise<boolean>
  /**
   * Releases the lease without changing the token. After a failure, stores it and whether the refresh was interrupted,
   * and postpones the next early refresh. If the provider rejected the request, the credential becomes failing, unless a
   * granted token is still valid.
   */
  release(lease: Lease, failure?: RefreshFailure & { now: Date; isInterrupted: boolean }): Promise<void>
  /** Releases the lease and marks the grant as lost. @returns false if the lease was lost */
  lose(lease: Lease, loss: Loss): Promise<boolean>
}

/** The finding for a lost grant. */
export type Loss = Finding & { outcome: 'rejected'; reason: LossReason }

/** How to refresh a token at its provider. */
export interface Refresher {
  /** Whether a user granted the token. Only then can the grant be lost. */
  isGrant: boolean
  /** Whether the stored token can be refreshed. */
  isPossible(token: Token | undefined): boolean
  /** Calls the provider. @throws network errors */
  run(token: Token | undefined, signal: AbortSignal): Promise<TokenResult>
}

/** The result of `getFreshToken`. */
export type FreshToken =
  | { outcome: 'fresh'; stored: StoredToken & { token: Token } }
  /** The grant is lost. Only the user can fix that, by connecting again. */
  | { outcome: 'lost'; finding: Loss }
  /** Inconclusive: the provider, or the process that refreshes the token, does not answer. The grant may be valid. */
  | { outcome: 'unknown'; finding: Finding }

/** Time limits of a refresh, in milliseconds. */
export interface Timing {
  /** Time limit for the provider's response. */
  deadline: number
  /** Duration of the lease: longer than the deadline, with time to store the token. */
  lease: number
  /**
   * Maximum time between acquiring the lease and calling the provider. A process that was paused for longer must not
   * call it: another process may already have used the refresh token.
   */
  fence: number
}
// Longer than for other requests: aborting a request that the provider has already answered loses the new token.
const TIMING: Timing = { deadline: 20_000, lease: 40_000, fence: 5_000 }

/** The running refreshes of this process, by token. Concurrent callers share one. */
const runningRefreshes = new Map<string, Promise<FreshToken>>()

interface Options {
  clock: () => Date
  /** The version of the token that the provider rejected before its expiry. */
  rejectedVersion?: number
  /** Shorter in tests. */
  timing?: Timing
  /** Called with the milliseconds from the response to the commit. A crash in that window loses the new token. */
  onCommitted?: (milliseconds: number) => void
}

/**
 * Returns a valid token, and refreshes it if it is about to expire. Only one caller per process and one process at a
 * time calls the provider. Callers that wait for it get its result, also if it fails: otherwise a rejected secret would be
 * sent once per process. A new token is committed before it is returned.
 */
export async function getFreshToken(
  store: TokenStore,
  refresher: Refresher,
  options: Options,
): Promise<FreshToken> {
  for (;;) {
    const running = runningRefreshes.get(store.id)
    if (!running) break
    const result = await running
    if (result.outcome !== 'fresh' || result.stored.version !== options.rejectedVersion) return result
  }
  const refresh = refreshIfNeeded(store, refresher, options).finally(() => runningRefreshes.delete(store.id))
  runningRefreshes.set(store.id, refresh)
  return await refresh
}

async function refreshIfNeeded(
  store: TokenStore,
  refresher: Refresher,
  options: Options,
): Promise<FreshToken> {
  const { clock, timing = TIMING } = options
  // Wait a little longer than another process can hold the lease.
  const waitUntil = performance.now() + timing.lease + timing.fence
  let failuresBefore: number | undefined
  for (let wait = 25; ; wait = Math.min(wait * 1.5, 400)) {
    const stored = await store.read()
    if (stored?.lost) return { outcome: 'lost', finding: { outcome: 'rejected', reason: stored.lost } }
    if (stored && isGood(stored, options)) return { outcome: 'fresh', stored }
    failuresBefore ??= (stored?.failures ?? 0) - (stored?.isNewlyRefused ? 1 : 0)
    if (stored && hasFailedSince(failuresBefore, stored))
      return afterFailure(stored, stored.failure.finding, options)
    const takenAt = performance.now()
    const lease = await store.lease(timing.lease)
    if (lease && hasFailedSince(failuresBefore, lease.stored)) {
      await store.release(lease)
      return afterFailure(lease.stored, lease.stored.failure.finding, options)
    }
    if (lease) {
      const result = await refreshUnderLease(lease, takenAt, store, refresher, options)
      if (result) return result
    } else if (stored && isAlive(stored, clock()) && stored.version !== options.rejectedVersion) {
      // Another process is refreshing. The current token is still valid, so use it.
      return { outcome: 'fresh', stored }
    }
    if (performance.now() > waitUntil) return { outcome: 'unknown', finding: { outcome: 'timeout' } }
    await sleep(wait * (0.5 + Math.random()))
  }
}

/** Refreshes the leased token. Returns undefined if the lease expired or was lost; then the caller reads again. */
async function refreshUnderLease(
  lease: Lease,
  takenAt: number,
  store: TokenStore,
  refresher: Refresher,
  options: Options,
): Promise<FreshToken | undefined> {
  const { clock, timing = TIMING, onCommitted } = options
  const { stored } = lease
  const { isGrant } = refresher
  if (isGood(stored, options)) {
    await store.release(lease)
    return { outcome: 'fresh', stored }
  }
  if (!refresher.isPossible(stored.token)) {
    return await markLost(store, lease, isAlive(stored, clock()) ? 'grant_revoked' : 'grant_expired')
  }
  if (performance.now() - takenAt > timing.fence) {
    await store.release(lease)
    return undefined
  }

  const result = await refresher.run(stored.token, AbortSignal.timeout(timing.deadline)).catch(
    (error): TokenResult => ({
      outcome: 'refused',
      finding: tokenErrorFinding(error) ?? { outcome: 'unexpected' },
    }),
  )
  if (result.outcome === 'obtained') {
    // Until the commit, the new token exists only in the memory of this process.
    const answeredAt = performance.now()
    if (await withRetries(() => store.replace(lease, result.token, clock()))) {
      onCommitted?.(performance.now() - answeredAt)
      const written = await store.read()
      if (written?.token) return { outcome: 'fresh', stored: { ...written, token: written.token } }
    }
    // The lease was lost to another process: discard the result and use the token that the other process stored.
    return undefined
  }
  if (result.code === 'invalid_grant') {
    return await markLost(
      store,
      lease,
      lease.wasInterrupted ? 'refresh_interrupted' : 'grant_revoked',
      result.finding,
    )
  }
  const now = clock()
  const failure = nextFailure(stored.failure, result.finding, now)
  const isUsable = isAlive(stored, now) && stored.version !== options.rejectedVersion
  if (isGrant && !isUsable && isFinal(failure, now)) {
    return await markLost(store, lease, 'grant_revoked', result.finding)
  }
  await store.release(lease, { ...failure, now, isInterrupted: mayHaveArrived(result.finding) })
  return afterFailure(stored, result.finding, options)
}

/** Whether the refresh of another process failed since the caller began. */
const hasFailedSince = (
  failuresBefore: number,
  stored: StoredToken,
): stored is StoredToken & { failure: RefreshFailure } =>
  stored.failures > failuresBefore && stored.failure !== undefined

/** Returns the result of a failed refresh: the stored token as long as it can be used. */
const afterFailure = (
  stored: StoredToken,
  finding: Finding,
  { clock, rejectedVersion }: Options,
): FreshToken =>
  isAlive(stored, clock()) && stored.version !== rejectedVersion
    ? { outcome: 'fresh', stored }
    : { outcome: 'unknown', finding }

/**
 * Marks the grant as lost. Returns undefined if another process has stored a newer token; then the caller reads again.
 */
async function markLost(
  store: TokenStore,
  lease: Lease,
  reason: LossReason,
  finding?: Finding,
): Promise<FreshToken | undefined> {
  const loss: Loss = { ...finding, outcome: 'rejected', reason }
  return (await store.lose(lease, loss)) ? { outcome: 'lost', finding: loss } : undefined
}

function nextFailure(before: RefreshFailure | undefined, finding: Finding, now: Date): RefreshFailure {
  const { since = now.toISOString(), refusals = 0, refusedSince } = before ?? {}
  if (!isRefusal(finding)) return { since, finding, refusals, ...(refusedSince && { refusedSince }) }
  return { since, finding, refusals: refusals + 1, refusedSince: refusedSince ?? now.toISOString() }
}

/** Reasons that say nothing about the grant: a page in front of the provider, its failure, or a rejected client. */
const OTHER_CAUSES: readonly Finding['reason'][] = ['web_page', 'server_error', 'oauth_app']

/** Whether the provider answered and refused the grant. 408 and 425 ask to try again, 429 to wait. */
const isRefusal = ({ httpStatus = 0, outcome, reason }: Finding) =>
  httpStatus >= 400 &&
  httpStatus < 500 &&
  ![408, 425, 429].includes(httpStatus) &&
  outcome !== 'rate_limited' &&
  !OTHER_CAUSES.includes(reason)

/** Number of refusals, and milliseconds since the first, after which a grant counts as lost whatever the provider says. */
const FINAL = { refusals: 3, period: 10 * MINUTE }

/** Whether a grant counts as lost. */
const isFinal = ({ refusals, refusedSince }: RefreshFailure, now: Date) =>
  refusals >= FINAL.refusals &&
  refusedSince !== undefined &&
  now.getTime() - Date.parse(refusedSince) >= FINAL.period

/** Whether the provider may have received the request although no response arrived. */
const mayHaveArrived = ({ httpStatus, outcome, reason }: Finding): boolean =>
  httpStatus === undefined &&
  outcome !== 'blocked' &&
  !/^(connection_refused|name_not_found|private_address)$/.test(reason ?? '')

/**
 * Retries a write on database errors, so that a new token is not lost. A write after the lease expired has no effect.
 */
async function withRetries(write: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (tries === 8) throw error
      await sleep(50 * 2 ** tries)
    }
  }
}

/** Returns whether a token has not expired. */
export const isAlive = (stored: StoredToken, now: Date): stored is StoredToken & { token: Token } =>
  stored.token !== undefined && (stored.endsAt === undefined || now < stored.endsAt)

const isGood = (
  stored: StoredToken,
  { clock, rejectedVersion }: Options,
): stored is StoredToken & { token: Token } =>
  isAlive(stored, clock()) &&
  stored.version !== rejectedVersion &&
  (stored.refreshAt === undefined || clock() < stored.refreshAt)

/** Resolves once no refresh is running. The process must wait for it before it exits, or new tokens could be lost. */
export async function refreshesSettled(): Promise<void> {
  await Promise.allSettled(runningRefreshes.values())
}

/**
 * Returns when a token expires and when to refresh it: five minutes before, or after half of its lifetime if that is
 * later. Both are undefined for a token without expiry.
 * @param options.lifetime the lifetime in seconds if the token has no `expires_in`; see `lifetimeOf`
 */
export function tokenTimes(token: Token, now: Date, { lifetime }: { lifetime?: number } = {}) {
  const seconds = Number(token.expires_in ?? lifetime)
  if (!(seconds > 0)) return { endsAt: undefined, refreshAt: undefined }
  const life = Math.min(seconds * 1000, 100 * 365 * DAY)
  const endsAt = new Date(now.getTime() + life)
  return { endsAt, refreshAt: new Date(endsAt.getTime() - Math.min(5 * MINUTE, life / 2)) }
}
