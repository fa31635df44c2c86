import type { Db, Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { emitCredentialExpiring } from './credential-events.ts'
import { findExpiringCredentials, lockCredential, updateCredentialRow } from './store.ts'

/** How long before the expiry the event is emitted, in milliseconds: a week. */
const LEAD_TIME = 7 * DAY
const BATCH_SIZE = 200

/**
 * Emits `credential.expiring` for credentials that expire soon and that only a user can replace, once for each date.
 * Several processes may run it at the same time.
 * @returns the number of events
 */
export async function emitExpiryEvents(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  const now = clock()
  const window = {
    from: now.toISOString(),
    until: new Date(now.getTime() + LEAD_TIME).toISOString(),
  }
  let count = 0
  for (const { id, workspaceId } of await findExpiringCredentials(db, { ...window, limit: BATCH_SIZE })) {
    if (isStopping()) return count
    try {
      count += Number(await transact(db, (trx) => emitOnce(deps, trx, window, { id, workspaceId })))
    } catch (error) {
      logFailure(deps.log, 'expiry events', error)
    }
  }
  return count
}

/** Emits the event of one credential, unless another process has emitted it. @returns whether it was emitted */
async function emitOnce(
  deps: Deps,
  trx: Trx,
  window: { from: string; until: string },
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  await lockCredential(trx, workspaceId, id)
  const expiresAt = await findExpiry(trx, window, id)
  if (expiresAt === undefined) return false
  await updateCredentialRow(trx, id, { expiry_told: expiresAt })
  await emitCredentialExpiring(trx, { ...deps, workspaceId }, id, expiresAt)
  return true
}

/** Returns when a credential expires, if that is in the window and another process has emitted no event for it. */
async function findExpiry(db: Db | Trx, window: { from: string; until: string }, id: string) {
  const [found] = await findExpiringCredentials(db, { ...window, id, limit: 1 })
  return found?.expiresAt
}
