import type { AuditAction } from '@stepkey/shared/audit'
import type { Trx } from '../../platform/database/connect.ts'
import { transact } from '../../platform/database/transaction.ts'
import type { WorkspaceContext } from '../context.ts'
import { actorColumns } from './actor-columns.ts'
import { CHAIN_ORIGIN, entryMac } from './hash-chain.ts'
import { insertEntries, lockChainHead } from './store.ts'

/** Who does something, where, when and from where. */
export type AuditContext = Pick<
  WorkspaceContext,
  'workspaceId' | 'actor' | 'clock' | 'keyring' | 'address' | 'via'
>
/** Names and outcomes; never a value of a credential. */
type Detail = Record<string, string | number | boolean>

/** Something that is to be recorded. */
export interface AuditedChange {
  doing: AuditContext
  action: AuditAction
  subjectId: string
  detail: Detail
  outcome: 'done' | 'refused'
}

/**
 * Adds a row to the workspace's trail in the very transaction that it tells of: what can't be recorded doesn't happen.
 * The trail is one chain, so this takes its lock: call it after every other lock but that of the counts.
 */
export async function writeAuditEntry(
  trx: Trx,
  doing: AuditContext,
  action: AuditAction,
  subjectId: string,
  detail: Detail = {},
  outcome: AuditedChange['outcome'] = 'done',
): Promise<void> {
  await writeAuditEntries(trx, doing.workspaceId, [{ doing, action, subjectId, detail, outcome }])
}

/** The same for several things that were done in one workspace, in their order. */
export async function writeAuditEntries(
  trx: Trx,
  workspaceId: string,
  deeds: readonly AuditedChange[],
): Promise<void> {
  const [first] = deeds
  if (!first) return
  const key = await first.doing.keyring.auditKey(trx, workspaceId)
  let { seq, mac } = await lockChainHead(trx, workspaceId, CHAIN_ORIGIN)
  const rows = deeds.map(({ doing, action, subjectId, detail, outcome }) => {
    seq += 1
    const row = {
      workspace_id: workspaceId,
      seq,
      at: doing.clock().toISOString(),
      ...actorColumns(doing.actor),
      action,
      outcome,
      subject_id: subjectId,
      detail: JSON.stringify({ ...detail, ...doing.via }),
      address: doing.address ?? null,
    }
    mac = entryMac(key, mac, row)
    return { ...row, mac }
  })
  await insertEntries(trx, rows)
}

/** Records, in a transaction of its own, that something was refused and so left nothing else behind. */
export async function auditRefusal(
  doing: AuditContext & Pick<WorkspaceContext, 'db'>,
  action: AuditAction,
  subjectId: string,
  detail: Detail = {},
): Promise<void> {
  await transact(doing.db, (trx) => writeAuditEntry(trx, doing, action, subjectId, detail, 'refused'))
}
