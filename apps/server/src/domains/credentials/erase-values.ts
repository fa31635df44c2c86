import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { asksConsent } from '@stepkey/shared/component'
import pLimit from 'p-limit'
import { earlierTime } from '../../platform/database/database-time.ts'
import { transact } from '../../platform/database/transaction.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { requireMethodOf } from '../catalog/catalog.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { queueErasedKey } from './queue-revocation.ts'
import { findCredential, lockCredential } from './store.ts'
import { verifyValue } from './switch-value.ts'
import { findValueIn, findValuesToErase, retireValue } from './value-table.ts'

/** Values that are erased per query. */
const BATCH = 100
/** Erased values that are kept in memory to be verified, in all and of one workspace. Others are only erased. */
const MAX_CHECKED = 1000
const MAX_CHECKED_OF_WORKSPACE = 100
/** Erased values that are verified at a time, each of another workspace. */
const CONCURRENCY = 4

const actor = { kind: 'operator', id: SERVER_ID } as const

type ErasedValue = Parameters<typeof verifyValue>[2]

/**
 * Erases the previous values whose time is over. Then verifies them once more, so that users see which old keys their
 * providers still accept. Erasing does not wait for targets.
 */
export async function eraseOldValues(deps: Deps, isStopping: () => boolean = () => false): Promise<void> {
  await checkErased(deps, await eraseDue(deps, isStopping), isStopping)
}

/** Erases all previous values whose time is over. @returns those to verify, by workspace */
async function eraseDue(deps: Deps, isStopping: () => boolean): Promise<ReadonlyMap<string, ErasedValue[]>> {
  const { db } = deps
  const now = (await earlierTime(deps)).toISOString()
  const toCheck = new Map<string, ErasedValue[]>()
  let count = 0
  while (!isStopping()) {
    const due = await findValuesToErase(db, { now, limit: BATCH })
    for (const { credentialId, workspaceId } of due) {
      const erased = await transact(db, async (trx) => {
        const credential = await lockCredential(trx, { workspaceId }, credentialId)
        // Another process may have erased it, or a newer one may have taken its place.
        const value = await findValueIn(trx, credentialId, 'previous')
        if (!credential || !value?.erase_at || value.erase_at > now) return undefined
        await queueErasedKey(trx, deps, credential, value)
        await retireValue(trx, credentialId, 'previous')
        // A key that is about to be revoked needs no verification.
        return value.revoke_on_erase === 1 ? undefined : value
      })
      const sealed = erased?.sealed
      const ofWorkspace = toCheck.get(workspaceId) ?? []
      if (!sealed || count >= MAX_CHECKED || ofWorkspace.length >= MAX_CHECKED_OF_WORKSPACE) continue
      toCheck.set(workspaceId, [...ofWorkspace, { ...erased, sealed }])
      count++
    }
    if (due.length < BATCH) break
  }
  return toCheck
}

/** Verifies erased values, one at a time per workspace, so that its silent targets don't delay other workspaces. */
async function checkErased(
  deps: Deps,
  toCheck: ReadonlyMap<string, readonly ErasedValue[]>,
  isStopping: () => boolean,
): Promise<void> {
  const limit = pLimit(CONCURRENCY)
  await Promise.all(
    [...toCheck].map(async ([workspaceId, values]) => {
      const ctx = { ...deps, workspaceId, actor }
      // Each workspace queues again for its next value, so all take turns.
      for (const value of values) await limit(async () => isStopping() || (await check(ctx, value)))
    }),
  )
}

/** Verifies a value that was erased in the meantime. Its status then says whether the provider still accepts it. */
async function check(ctx: WorkspaceContext, value: ErasedValue): Promise<void> {
  try {
    const row = await findCredential(ctx.db, ctx, value.credential_id)
    if (!row) return
    const { method } = await requireMethodOf(ctx, row)
    if (!asksConsent(method.token)) await verifyValue(ctx, row, value, undefined)
  } catch (error) {
    logFailure(ctx.log, 'erased value', error)
  }
}
