import { tracingChannel } from 'node:diagnostics_channel'
import { sql } from 'kysely'
import type { Db, Trx } from './connect.ts'
import { isRetryable } from './database-error.ts'
import { insideTransaction } from './sqlite-dialect.ts'

const ATTEMPTS = 4

/** Where nobody listens, it costs nothing. */
const transactions = tracingChannel('stepkey:transaction')
interface Transaction {
  ended?: (isFailure: boolean) => void
  error?: unknown
}

/**
 * Tells of every transaction of this process when it begins, and calls what was given back when it has ended.
 * @returns what ends the telling
 */
export function onTransaction(begun: () => (isFailure: boolean) => void): () => void {
  const start = (transaction: unknown) => {
    ;(transaction as Transaction).ended = begun()
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

/**
 * Runs `work` in one transaction. It may run again when the database chose it as the victim of a deadlock, so it
 * must do nothing but talk to the database. Locks are taken in one order everywhere: flow, credential, steps, uses,
 * counts.
 */
export async function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let withSavepoint = 1; ; withSavepoint++) {
    try {
      return await transactions.tracePromise(() =>
        db.transaction().execute((trx) => insideTransaction.run(true, () => work(trx))),
      )
    } catch (error) {
      if (withSavepoint === ATTEMPTS || !isRetryable(error)) throw error
    }
  }
}

/**
 * Tries `work` inside a savepoint: what it did is undone when it throws, and the transaction lives on
 * (PostgreSQL would otherwise refuse every further statement).
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
