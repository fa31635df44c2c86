import { hash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import type { Db, Trx } from '../../platform/database/connect.ts'
import type { SignInFailureRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import type { VisitorContext } from '../context.ts'
import { deleteFailures, deleteOldFailures, lockFailures, updateFailures } from './store.ts'

const MINUTE = 60_000

interface Rule {
  /** After so many failures in a row one has to wait. */
  limit: number
  /** How many of them still count when there was no further one for so many milliseconds. */
  left(failures: number, quietFor: number): number
}
const RULES = {
  account: { limit: 5, left: (failures, quietFor) => (quietFor >= 60 * MINUTE ? 0 : failures) },
  // Behind one address may be a whole office, where somebody mistypes all the time.
  address: {
    limit: 20,
    left: (failures, quietFor) => Math.max(0, failures - Math.floor(quietFor / (3 * MINUTE))),
  },
} satisfies Record<string, Rule>

/** The longest wait, in milliseconds. */
const LONGEST_WAIT = 15 * MINUTE
/** What is older counts no more under any rule. */
const MEMORY = 24 * 60 * MINUTE

type Visitor = Pick<VisitorContext, 'db' | 'clock' | 'address'>

/** A try that was let through, and is counted as failed until it is forgiven. */
export interface SignInAttempt {
  /** The password was right: the account's failures are forgotten, and to the address it is as if nothing was. */
  forgive(trx: Trx): Promise<void>
}

/**
 * Lets somebody try a password for an e-mail address. It is counted before it is known to fail, or many tries at the
 * same moment would all be let through. Whether there is such an account does not matter.
 * @throws DomainError too_many_requests with how long to wait
 */
export async function throttleSignIn({ db, clock, address }: Visitor, email: string): Promise<SignInAttempt> {
  const now = clock()
  const counted = await transact(db, async (trx) => {
    const counts: Counted[] = []
    for (const counter of counters(email, address)) counts.push(await count(trx, counter, now))
    const wait = Math.max(...counts.map((one) => one.wait))
    if (wait > 0) throw tooMany(Math.ceil(wait / 1000))
    return counts
  })
  return {
    async forgive(trx) {
      for (const { kind, before, after } of counted) {
        if (kind === 'account') await deleteFailures(trx, after.key_hash)
        else await takeBack(trx, before, after)
      }
    },
  }
}

interface Counted {
  kind: keyof typeof RULES
  before: SignInFailureRow
  after: SignInFailureRow
  /** Milliseconds. */
  wait: number
}

/** Counts one more failure. What is thrown later undoes that. */
async function count(trx: Trx, { kind, keyHash }: Counter, now: Date): Promise<Counted> {
  const { limit, left }: Rule = RULES[kind]
  const before = await lockFailures(trx, keyHash, now.toISOString())
  const quietFor = now.getTime() - new Date(before.last_at).getTime()
  const failures = left(before.failures, quietFor)
  const whole = failures < limit ? 0 : Math.min(2 ** (failures - limit) * 1000, LONGEST_WAIT)
  const after = { key_hash: keyHash, failures: failures + 1, last_at: now.toISOString() }
  await updateFailures(trx, after)
  return { kind, before, after, wait: Math.max(0, whole - quietFor) }
}

/** Not only the failure, but the time of it, too: who gets in must not make others wait. */
async function takeBack(trx: Trx, before: SignInFailureRow, after: SignInFailureRow) {
  const now = await lockFailures(trx, after.key_hash, after.last_at)
  const isUntouched = now.failures === after.failures && now.last_at === after.last_at
  await updateFailures(trx, isUntouched ? before : { ...now, failures: Math.max(0, now.failures - 1) })
}

/** Forgets whatever was tried in vain for one account. */
export async function resetAccountThrottle(trx: Trx, email: string): Promise<void> {
  await deleteFailures(trx, keyHashOf('account', email))
}

export async function deleteOldSignInFailures(db: Db, now: Date): Promise<void> {
  await deleteOldFailures(db, new Date(now.getTime() - MEMORY).toISOString())
}

interface Counter {
  kind: keyof typeof RULES
  keyHash: string
}

/** Always in the same order, so that two who lock them don't wait for each other. */
function counters(email: string, address: string): Counter[] {
  const values = { account: email, address: network(address) }
  return (['account', 'address'] as const)
    .map((kind) => ({ kind, keyHash: keyHashOf(kind, values[kind]) }))
    .sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1))
}

const keyHashOf = (kind: Counter['kind'], value: string) => hash('sha256', `${kind} ${value}`, 'hex')

/** With IPv6 everybody has a whole /64 to himself, so that counts as one address. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}

function tooMany(seconds: number): DomainError {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return new DomainError(
    'too_many_requests',
    `Too many attempts with a wrong password. Try again in ${count} ${unit}${count === 1 ? '' : 's'}.`,
  )
}
