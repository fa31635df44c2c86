import { hash } from 'node:crypto'
import { networkOf } from '../../platform/client-network.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { SignInFailureRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { DAY, MINUTE } from '../../platform/time.ts'
import type { VisitorContext } from '../context.ts'
import { verifyPassword } from './password-hash.ts'
import { deleteFailures, deleteOldFailures, lockFailures, updateFailures } from './store.ts'

interface Rule {
  /** Failures before the first wait. */
  limit: number
  /** Returns how many failures still count, `quietFor` milliseconds after the last one. */
  left(failures: number, quietFor: number): number
}
const RULES = {
  account: { limit: 5, left: forgetAfterAnHour },
  known: { limit: 5, left: forgetAfterAnHour },
  // Many users of an office may share one address, so its limit is higher and failures decay continuously.
  address: {
    limit: 20,
    left: (failures, quietFor) => Math.max(0, failures - Math.floor(quietFor / (3 * MINUTE))),
  },
} satisfies Record<string, Rule>

function forgetAfterAnHour(failures: number, quietFor: number): number {
  return quietFor >= 60 * MINUTE ? 0 : failures
}

/** The maximum wait, in milliseconds. */
const MAX_WAIT = 15 * MINUTE
/** How long failures are stored, in milliseconds: longer than they count under any rule. */
const RETENTION = DAY

type Visitor = Pick<VisitorContext, 'db' | 'clock' | 'address'>

/** A permitted sign-in attempt. It counts as a failure until `forgive` is called. */
export interface SignInAttempt {
  /**
   * Compares the password with the hash of the account, if there is one; see `verifyPassword`.
   * @throws DomainError unavailable; the attempt then does not count
   */
  verify(stored: string | null | undefined, password: string): Promise<boolean>
  /** Records a success: removes this attempt from the failures of the address, and deletes the other failures. */
  forgive(trx: Trx): Promise<void>
}

/**
 * Permits a sign-in attempt for an e-mail address, whether or not the account exists. The attempt is counted as a
 * failure in advance; otherwise concurrent attempts would all be permitted.
 * @param known the id of a known device of the account, or the hash of its session. Such attempts are counted only for
 * this device or session, so that other visitors can't make the user wait.
 * @throws DomainError too_many_requests with the time to wait
 */
export async function throttleSignIn(
  { db, clock, address }: Visitor,
  email: string,
  known?: string,
): Promise<SignInAttempt> {
  const now = clock()
  const counted = await transact(db, async (trx) => {
    const counts: CountedFailure[] = []
    for (const each of counters(email, address, known)) counts.push(await countFailure(trx, each, now))
    const wait = Math.max(...counts.map((count) => count.wait))
    if (wait > 0) throw tooMany(Math.ceil(wait / 1000))
    return counts
  })
  return {
    async verify(stored, password) {
      return await verifyPassword(stored, password, address).catch(async (error) => {
        await transact(db, async (trx) => {
          for (const { before, after } of counted) await undoFailure(trx, before, after)
        })
        throw error
      })
    },
    async forgive(trx) {
      for (const { kind, before, after } of counted) {
        if (kind === 'address') await undoFailure(trx, before, after)
        else await deleteFailures(trx, after.key_hash)
      }
    },
  }
}

interface CountedFailure {
  kind: keyof typeof RULES
  before: SignInFailureRow
  after: SignInFailureRow
  /** Milliseconds. */
  wait: number
}

/** Increments a counter. An error thrown later in the transaction rolls this back. */
async function countFailure(trx: Trx, { kind, keyHash }: Counter, now: Date): Promise<CountedFailure> {
  const { limit, left }: Rule = RULES[kind]
  const before = await lockFailures(trx, keyHash, now.toISOString())
  // Not negative: a clock that ran ahead and was corrected must not add to the wait.
  const quietFor = Math.max(0, now.getTime() - new Date(before.last_at).getTime())
  const failures = left(before.failures, quietFor)
  const fullWait = failures < limit ? 0 : Math.min(2 ** (failures - limit) * 1000, MAX_WAIT)
  const after = { key_hash: keyHash, failures: failures + 1, last_at: now.toISOString() }
  await updateFailures(trx, after)
  return { kind, before, after, wait: Math.max(0, fullWait - quietFor) }
}

/** Restores the count and the time of the last failure, so that a success does not make other users wait. */
async function undoFailure(trx: Trx, before: SignInFailureRow, after: SignInFailureRow) {
  const current = await lockFailures(trx, after.key_hash, after.last_at)
  const isUnchanged = current.failures === after.failures && current.last_at === after.last_at
  await updateFailures(
    trx,
    isUnchanged ? before : { ...current, failures: Math.max(0, current.failures - 1) },
  )
}

/** Deletes the failed attempts for one account. */
export async function resetAccountThrottle(trx: Trx, email: string): Promise<void> {
  await deleteFailures(trx, keyHashOf('account', email))
}

/** Deletes failures that no longer count. */
export async function deleteOldSignInFailures(db: Db, now: Date): Promise<void> {
  await deleteOldFailures(db, new Date(now.getTime() - RETENTION).toISOString())
}

interface Counter {
  kind: keyof typeof RULES
  keyHash: string
}

/** Returns the counters of an attempt in a fixed order, which prevents deadlocks when their rows are locked. */
function counters(email: string, address: string, known: string | undefined): Counter[] {
  if (known !== undefined) return [counter('known', `${email} ${known}`)]
  return [counter('account', email), counter('address', networkOf(address))].sort((a, b) =>
    a.keyHash < b.keyHash ? -1 : 1,
  )
}

const counter = (kind: Counter['kind'], value: string): Counter => ({ kind, keyHash: keyHashOf(kind, value) })

const keyHashOf = (kind: Counter['kind'], value: string) => hash('sha256', `${kind} ${value}`, 'hex')

function tooMany(seconds: number): DomainError {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return new DomainError(
    'too_many_requests',
    `Too many attempts with a wrong password. Try again in ${count} ${unit}${count === 1 ? '' : 's'}.`,
    { retryAfter: seconds },
  )
}
