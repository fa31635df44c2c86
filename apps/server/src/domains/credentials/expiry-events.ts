import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { emitCredentialExpiring } from './credential-events.ts'
import { type ExpiryReminder, findExpiringCredentials, lockCredential, updateCredentialRow } from './store.ts'

/** How many days before the expiry the event is emitted. */
const REMINDERS = [1, 7, 30] as const
const BATCH_SIZE = 200

/**
 * Emits `credential.expiring` for credentials that expire soon and that only a user can replace: 30, 7 and 1 days before
 * each date, each once. If several are due, only the last one is emitted. Several processes may run it at the same time.
 * @returns the number of events
 */
export async function emitExpiryEvents(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  const now = clock().getTime()
  const at = (days: number) => new Date(now + days * DAY).toISOString()
  let count = 0
  for (const [index, days] of REMINDERS.entries()) {
    const reminder = { days, from: at(REMINDERS[index - 1] ?? 0), until: at(days) }
    for (const found of await findExpiringCredentials(db, { ...reminder, limit: BATCH_SIZE })) {
      if (isStopping()) return count
      try {
        count += Number(await transact(db, (trx) => emitOnce(deps, trx, reminder, found)))
      } catch (error) {
        logFailure(deps.log, 'expiry events', error)
      }
    }
  }
  return count
}

/** Emits the event of one credential, unless another process has emitted it. @returns whether it was emitted */
async function emitOnce(
  deps: Deps,
  trx: Trx,
  reminder: ExpiryReminder,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  await lockCredential(trx, { workspaceId }, id)
  const [found] = await findExpiringCredentials(trx, { ...reminder, id, limit: 1 })
  if (!found) return false
  const { expiresAt, told } = found
  const daysLeft = Math.ceil((Date.parse(expiresAt) - deps.clock().getTime()) / DAY)
  await updateCredentialRow(trx, id, { expiry_told: told })
  await emitCredentialExpiring(trx, { ...deps, workspaceId }, id, { expiresAt, daysLeft })
  return true
}
