import type { Trx } from '../../platform/database/database.ts'
import type { AccountIdentityRow } from '../../platform/database/tables.ts'

/** Returns the id of the account that belongs to an SSO identity. */
export async function findAccountOf(trx: Trx, issuer: string, subject: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('account_identity')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id
}

export async function insertIdentity(trx: Trx, row: AccountIdentityRow): Promise<void> {
  await trx.insertInto('account_identity').values(row).execute()
}
