import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Stepkey } from './stepkey.ts'

/** As if the person had given the password eleven minutes ago: from ten on, the server asks again for what reaches far. */
export function letConfirmationLapse(stepkey: Stepkey, email: string) {
  const lapsed = new Date(Date.now() - 11 * 60_000).toISOString()
  change(stepkey, `update session set confirmed_at = ? where ${ofAccount}`, lapsed, email)
}

/** As if all sessions of the person had expired. */
export function endSessions(stepkey: Stepkey, email: string) {
  change(stepkey, `delete from session where ${ofAccount}`, email)
}

const ofAccount = 'account_id = (select id from account where email = ?)'

/** Does in the database of the running server what otherwise only time brings about. */
function change({ dataDir }: Stepkey, statement: string, ...values: string[]) {
  const database = new Database(join(dataDir, 'stepkey.db'), { fileMustExist: true, timeout: 10_000 })
  try {
    const { changes } = database.prepare(statement).run(...values)
    if (changes === 0) throw new Error('There is no such session.')
  } finally {
    database.close()
  }
}
