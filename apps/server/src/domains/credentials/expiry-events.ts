import type { Db, Trx } from '../../platform/database/connect.ts'
import { transact } from '../../platform/database/transaction.ts'
import type { Deps } from '../context.ts'
import { emitCredentialExpiring } from './credential-events.ts'
import { findExpiringCredentials, lockCredential, updateCredentialRow } from './store.ts'

/** How often is looked for what ends, in milliseconds. */
export const EXPIRY_INTERVAL = 3600_000
/** How long before its end a credential is spoken of, in milliseconds: a week. */
const AHEAD = 7 * 24 * 3600_000
const PER_LOOK = 200

/**
 * Tells of credentials whose end is near and that only a person can replace, once for each date. Several processes may
 * do so at once.
 * @returns how many were told of
 */
export async function emitExpiryEvents(deps: Deps, isOver = () => false): Promise<number> {
  const { db, clock } = deps
  const now = clock()
  const window = {
    from: now.toISOString(),
    until: new Date(now.getTime() + AHEAD).toISOString(),
  }
  let count = 0
  for (const { id, workspaceId } of await findExpiringCredentials(db, { ...window, limit: PER_LOOK })) {
    if (isOver()) return count
    count += Number(
      await transact(db, async (trx) => {
        await lockCredential(trx, workspaceId, id)
        const expiresAt = await endOf(trx, window, id)
        if (expiresAt === undefined) return false
        await updateCredentialRow(trx, id, { expiry_told: expiresAt })
        await emitCredentialExpiring(trx, { ...deps, workspaceId }, id, expiresAt)
        return true
      }),
    )
  }
  return count
}

/** The end of one credential, if it still lies in the window and was not told of meanwhile. */
async function endOf(db: Db | Trx, window: { from: string; until: string }, id: string) {
  const [found] = await findExpiringCredentials(db, { ...window, id, limit: 1 })
  return found?.expiresAt
}
