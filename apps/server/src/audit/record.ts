import type { AuditAction } from '@stepkey/shared/audit'
import type { MemberContext } from '../context.ts'
import type { Trx } from '../database/connect.ts'
import { transact } from '../database/transact.ts'
import { columnsOf } from './actor.ts'
import { macOf, ORIGIN } from './chain.ts'
import { append, lockHead } from './store.ts'

/** Who does something, where, when and from where. */
type Doing = Pick<MemberContext, 'workspaceId' | 'actor' | 'clock' | 'keyring' | 'address' | 'via'>
/** Names and outcomes; never a value of a credential. */
type Detail = Record<string, string | number | boolean>

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
  outcome: 'done' | 'refused' = 'done',
): Promise<void> {
  const { workspaceId, actor, clock, keyring, address, via } = doing
  const key = await keyring.auditKey(trx, workspaceId)
  const head = await lockHead(trx, workspaceId, ORIGIN)
  const row = {
    workspace_id: workspaceId,
    seq: head.seq + 1,
    at: clock().toISOString(),
    ...columnsOf(actor),
    action,
    outcome,
    subject_id: subjectId,
    detail: JSON.stringify({ ...detail, ...via }),
    address: address ?? null,
  }
  await append(trx, { ...row, mac: macOf(key, head.mac, row) })
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
