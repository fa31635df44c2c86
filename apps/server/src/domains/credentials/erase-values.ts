import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { asksConsent } from '@stepkey/shared/component'
import pLimit from 'p-limit'
import { transact } from '../../platform/database/transaction.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { requireMethod } from '../catalog/catalog.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { findCredential, lockCredential } from './store.ts'
import { verifyValue } from './switch-value.ts'
import { findValueIn, findValuesToErase, retireValue } from './value-table.ts'

/** Values that are erased per query. */
const BATCH = 100
/** Erased values that are verified at a time. */
const CONCURRENCY = 4

const actor = { kind: 'operator', id: SERVER_ID } as const

/**
 * Erases the previous values whose time is over. Then verifies each of them once more, so that users see which old keys
 * their providers still accept.
 */
export async function eraseOldValues(deps: Deps, isStopping: () => boolean = () => false): Promise<void> {
  const { db, clock } = deps
  const now = clock().toISOString()
  const limit = pLimit(CONCURRENCY)
  while (!isStopping()) {
    const due = await findValuesToErase(db, { now, limit: BATCH })
    const checks: (() => Promise<unknown>)[] = []
    for (const { credentialId, workspaceId } of due) {
      const erased = await transact(db, async (trx) => {
        await lockCredential(trx, workspaceId, credentialId)
        // Another process may have erased it, or a newer one may have taken its place.
        const value = await findValueIn(trx, credentialId, 'previous')
        if (!value?.erase_at || value.erase_at > now) return undefined
        await retireValue(trx, credentialId, 'previous')
        return value
      })
      const sealed = erased?.sealed
      if (sealed) checks.push(() => check({ ...deps, workspaceId, actor }, { ...erased, sealed }))
    }
    // The values are in memory only: erasing does not wait for their targets.
    await Promise.all(checks.map((check) => limit(async () => isStopping() || (await check()))))
    if (due.length < BATCH) return
  }
}

/** Verifies a value that was erased in the meantime. Its status then says whether the provider still accepts it. */
async function check(ctx: WorkspaceContext, value: Parameters<typeof verifyValue>[2]): Promise<void> {
  const row = await findCredential(ctx.db, ctx.workspaceId, value.credential_id)
  if (!row) return
  const { method } = await requireMethod(ctx, row.component_id, row.method_id)
  if (asksConsent(method.token)) return
  await verifyValue(ctx, row, value, undefined).catch((error) => logFailure(ctx.log, 'erased value', error))
}
