import type { Db, Trx } from '../../platform/database/database.ts'
import type { ReceiptRow } from '../../platform/database/tables.ts'

/** How many receipts of a credential are kept, the current one included. */
const KEPT = 30

/** Inserts the receipt of a new credential. */
export async function insertReceipt(trx: Trx, row: ReceiptRow): Promise<void> {
  await trx.insertInto('receipt').values(row).execute()
}

/**
 * Inserts the new current receipt of a credential. The 29 newest of the others are kept as its history, older ones are
 * deleted. Lock the credential's row first.
 */
export async function insertCurrentReceipt(trx: Trx, row: ReceiptRow): Promise<void> {
  const { credential_id: credentialId } = row
  const newest = trx
    .selectFrom('receipt')
    .select('id')
    .where('credential_id', '=', credentialId)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(KEPT - 1)
  await trx
    .deleteFrom('receipt')
    .where('credential_id', '=', credentialId)
    .where('id', 'not in', newest)
    .execute()
  // The index of expiries, which a job scans, contains only what is current.
  await trx
    .updateTable('receipt')
    .set({ expires_at: null })
    .where('credential_id', '=', credentialId)
    .where('expires_at', 'is not', null)
    .execute()
  await insertReceipt(trx, row)
}

/** Returns the scopes and the expiry of the current receipt of a credential. */
export async function findKnownAccess(
  trx: Trx,
  credentialId: string,
): Promise<Pick<ReceiptRow, 'scopes' | 'expires_at'> | undefined> {
  return await trx
    .selectFrom('credential as c')
    .innerJoin('receipt as r', 'r.id', 'c.receipt_id')
    .select(['r.scopes', 'r.expires_at'])
    .where('c.id', '=', credentialId)
    .executeTakeFirst()
}

/** Returns when the verification of a receipt began; an empty string without one. */
export async function findReceiptTime(trx: Trx, receiptId: string | null): Promise<string> {
  if (receiptId === null) return ''
  const receipt = await trx
    .selectFrom('receipt')
    .select('checked_at')
    .where('id', '=', receiptId)
    .executeTakeFirst()
  return receipt?.checked_at ?? ''
}

/** Returns the kept receipts of a credential, the newest first. */
export async function findReceipts(db: Db, credentialId: string): Promise<ReceiptRow[]> {
  return await db
    .selectFrom('receipt')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(KEPT)
    .execute()
}
