import { transact } from '../../platform/database/transaction.ts'
import type { Deps } from '../context.ts'
import { lockCredential } from './store.ts'
import { findValueIn, findValuesToErase, retireValue } from './value-table.ts'

/** Values that are erased per query. */
const BATCH = 100

/** Erases the previous values whose time is over. */
export async function eraseOldValues(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const now = clock().toISOString()
  while (!isStopping()) {
    const due = await findValuesToErase(db, { now, limit: BATCH })
    for (const { credentialId, workspaceId } of due) {
      await transact(db, async (trx) => {
        await lockCredential(trx, workspaceId, credentialId)
        // Another process may have erased it, or a newer one may have taken its place.
        const value = await findValueIn(trx, credentialId, 'previous')
        if (value?.erase_at && value.erase_at <= now) await retireValue(trx, credentialId, 'previous')
      })
    }
    if (due.length < BATCH) return
  }
}
