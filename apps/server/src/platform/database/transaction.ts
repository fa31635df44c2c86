import { channel, tracingChannel } from 'node:diagnostics_channel'
import { sql } from 'kysely'
import type { Db, Trx } from './database.ts'
import { isRetryable } from './database-error.ts'
import { insideTransaction } from './sqlite-dialect.ts'

const ATTEMPTS = 4

/** The channel for observers of transactions. Without subscribers, it costs nothing. */
const transactions = tracingChannel('stepkey:transaction')
/** The channel for the causes of failed transactions. */
const failures = channel('stepkey:transaction-failure')
interface Transaction {
  ended?: (isFailure: boolean) => void
  error?: unknown
}

/**
 * Calls `onBegin` for every transaction of this process, and the function that it returns when the transaction ends.
 * @returns a function that unsubscribes
 */
export function onTransaction(onBegin: () => (isFailure: boolean) => void): () => void {
  const start = (transaction: unknown) => {
    ;(transaction as Transaction).ended = onBegin()
  }
  const end = (transaction: unknown) => {
    const { ended, error } = transaction as Transaction
    ended?.(error !== undefined)
  }
  transactions.start.subscribe(start)
  transactions.asyncEnd.subscribe(end)
  return () => {
    transactions.start.unsubscribe(start)
    transactions.asyncEnd.unsubscribe(end)
  }
}

/** Calls `onError` with the cause of every failed transaction of a database. @returns a function that unsubscribes */
export function onFailedTransaction(db: Db, onError: (cause: unknown) => void): () => void {
  const listener = (failure: unknown) => {
    const { db: failed, cause } = failure as { db: Db; cause: unknown }
    if (failed === db) onError(cause)
  }
  failures.subscribe(listener)
  return () => failures.unsubscribe(listener)
}

/**
 * Runs `work` in a transaction. After a deadlock or serialization failure it runs again, so `work` must have no effects
 * outside the database. All transactions take locks in the same order: flow, credential, steps, uses, counts.
 */
export async function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    let failure: { cause: unknown } | undefined
    const attempt = async (trx: Trx) => {
      try {
        return await insideTransaction.run(true, () => work(trx))
      } catch (cause) {
        failure = { cause }
        throw cause
      }
    }
    try {
      return await transactions.tracePromise(() => db.transaction().execute(attempt))
    } catch (error) {
      // If the rollback failed, too, its error would hide the cause.
      const cause = failure ? failure.cause : error
      failures.publish({ db, cause })
      if (attempts === ATTEMPTS || !isRetryable(cause)) throw cause
    }
  }
}

/**
 * Runs `work` in a savepoint. If it throws, its changes are rolled back and the transaction can continue. Without a
 * savepoint, PostgreSQL refuses all further statements after an error.
 * @returns the result of `work`, or of `onError` if it throws
 */
export async function withSavepoint<T>(
  trx: Trx,
  work: () => Promise<T>,
  onError: (error: unknown) => T,
): Promise<T> {
  await sql`savepoint attempt`.execute(trx)
  try {
    const result = await work()
    await sql`release savepoint attempt`.execute(trx)
    return result
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(trx)
    await sql`release savepoint attempt`.execute(trx)
    return onError(error)
  }
}
