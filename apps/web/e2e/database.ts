import { join } from 'node:path'
import Database from 'better-sqlite3'
import { nameOrder } from '../../server/src/platform/name-order.ts'
import type { Stepkey } from './stepkey.ts'

/** Expires the password confirmation of an account, which is valid for 10 minutes. */
export function expireConfirmation(stepkey: Stepkey, email: string) {
  const lapsed = new Date(Date.now() - 11 * 60_000).toISOString()
  change(stepkey, `update session set confirmed_at = ? where ${ofAccount}`, lapsed, email)
}

/** Ends all sessions of an account. */
export function endSessions(stepkey: Stepkey, email: string) {
  change(stepkey, `delete from session where ${ofAccount}`, email)
}

const ofAccount = 'account_id = (select id from account where email = ?)'

/** Copies a credential under other names, without a verification, as a workspace collects them over the years. */
export function copyCredential({ dataDir }: Stepkey, id: string, names: readonly string[]) {
  const database = new Database(join(dataDir, 'stepkey.db'), { fileMustExist: true, timeout: 10_000 })
  try {
    const row = database.prepare('select * from credential where id = ?').get(id) as Record<string, unknown>
    const columns = Object.keys(row)
    const insert = database.prepare(
      `insert into credential (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
    )
    const insertText = database.prepare('insert into credential_search (credential_id, text) values (?, ?)')
    database.transaction(() => {
      for (const [index, name] of names.entries()) {
        const copy = { ...row, id: `${id.slice(0, -6)}${String(index).padStart(6, '0')}`, name }
        insert.run({ ...copy, name_folded: name.toLowerCase(), name_order: nameOrder(name) })
        insertText.run(copy.id, `${name.toLowerCase()}\n`)
      }
    })()
  } finally {
    database.close()
  }
}

/** Changes the database of the running server, to simulate the passing of time. */
function change({ dataDir }: Stepkey, statement: string, ...values: string[]) {
  const database = new Database(join(dataDir, 'stepkey.db'), { fileMustExist: true, timeout: 10_000 })
  try {
    const { changes } = database.prepare(statement).run(...values)
    if (changes === 0) throw new Error('There is no such session.')
  } finally {
    database.close()
  }
}
