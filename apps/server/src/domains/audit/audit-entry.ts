import type { AuditAction } from '@stepkey/shared/audit'
import type { Trx } from '../../platform/database/connect.ts'
import { transact } from '../../platform/database/transaction.ts'
import type { MemberContext } from '../context.ts'
import { columnsOf } from './actor-columns.ts'
import { macOf, ORIGIN } from './hash-chain.ts'
import { append, lockHead } from './store.ts'

/** Who does something, where, when and from where. */
export type Doing = Pick<MemberContext, 'workspaceId' | 'actor' | 'clock' | 'keyring' | 'address' | 'via'>
/** Names and outcomes; never a value of a credential. */
type Detail = Record<string, string | number | boolean>

/** Something that is to be recorded. */
export interface Deed {
  doing: Doing
  action: AuditAction
  subjectId: string
  detail: Detail
  outcome: 'done' | 'refused'
}

/**
 * Adds a row to the workspace's trail in the very transaction that it tells of: what can't be recorded doesn't happen.
 * The trail is one chain, so this takes its lock: call it after every other lock but that of the counts.
 */
export async function record(
  trx: Trx,
  doing: Doing,
  action: AuditAction,
  subjectId: string,
  detail: Detail = {},
  outcome: Deed['outcome'] = 'done',
): Promise<void> {
  await recordAll(trx, doing.workspaceId, [{ doing, action, subjectId, detail, outcome }])
}

/** The same for several things that were done in one workspace, in their order. */
export async function recordAll(trx: Trx, workspaceId: string, deeds: readonly Deed[]): Promise<void> {
  const [first] = deeds
  if (!first) return
  const key = await first.doing.keyring.auditKey(trx, workspaceId)
  let { seq, mac } = await lockHead(trx, workspaceId, ORIGIN)
  const rows = deeds.map(({ doing, action, subjectId, detail, outcome }) => {
    seq += 1
    const row = {
      workspace_id: workspaceId,
      seq,
      at: doing.clock().toISOString(),
      ...columnsOf(doing.actor),
      action,
      outcome,
      subject_id: subjectId,
      detail: JSON.stringify({ ...detail, ...doing.via }),
      address: doing.address ?? null,
    }
    mac = macOf(key, mac, row)
    return { ...row, mac }
  })
  await append(trx, rows)
}

/** Records, in a transaction of its own, that something was refused and so left nothing else behind. */
export async function recordRefusal(
  doing: Doing & Pick<MemberContext, 'db'>,
  action: AuditAction,
  subjectId: string,
  detail: Detail = {},
): Promise<void> {
  await transact(doing.db, (trx) => record(trx, doing, action, subjectId, detail, 'refused'))
}
