import type { AuditAction } from '@stepkey/shared/audit'
import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import type { WorkspaceContext } from '../context.ts'
import { actorColumns } from './actor-columns.ts'
import { CHAIN_ORIGIN, entryMac } from './hash-chain.ts'
import { admitRefusal } from './refusal-limit.ts'
import { insertEntries, lockChainHead } from './store.ts'
import { insertSubjectName } from './subject-name-table.ts'

/** The actor, workspace, time and client address of an audited change. */
export type AuditContext = Pick<
  WorkspaceContext,
  'workspaceId' | 'actor' | 'clock' | 'keyring' | 'address' | 'via'
>
/** Details of an entry, such as names and outcomes; never a credential's values. */
type Detail = Record<string, string | number | boolean>

/** A change to record in the audit log. */
export interface AuditedChange {
  doing: AuditContext
  action: AuditAction
  subjectId: string
  detail: Detail
  outcome: 'done' | 'refused'
}

/**
 * Appends an entry to the workspace's audit log, in the transaction of the change: a change that can't be recorded is
 * rolled back. Locks the head of the hash chain, so call it after acquiring all other locks except that of the counts.
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

/** Appends several entries to the audit log of one workspace, in the given order. */
export async function writeAuditEntries(
  trx: Trx,
  workspaceId: string,
  changes: readonly AuditedChange[],
): Promise<void> {
  const [first] = changes
  if (!first) return
  const key = await first.doing.keyring.auditKey(trx, workspaceId)
  let { seq, mac } = await lockChainHead(trx, workspaceId, CHAIN_ORIGIN)
  const rows = changes.map(({ doing, action, subjectId, detail, outcome }) => {
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
  for (const [index, { action, subjectId, detail }] of changes.entries()) {
    const name = recordedName(action, detail)
    const at = rows[index]?.seq
    if (name && at) await insertSubjectName(trx, { workspaceId, subjectId, name, seq: at })
  }
}

/** Returns the name that an entry records for its subject. Of an invitation, that is its e-mail address. */
function recordedName(action: AuditAction, { name, email }: Detail): string | undefined {
  const recorded = action === 'invitation.created' ? email : name
  return typeof recorded === 'string' ? recorded : undefined
}

/**
 * Records a refused change in a separate transaction. Of many refusals of one caller, only some are recorded;
 * `omitted` in the next entry counts the others. See `admitRefusal`.
 */
export async function auditRefusal(
  doing: AuditContext & Pick<WorkspaceContext, 'db'>,
  action: AuditAction,
  subjectId: string,
  detail: Detail = {},
): Promise<void> {
  const omitted = admitRefusal(doing, action)
  if (omitted === undefined) return
  const counted = omitted === 0 ? detail : { ...detail, omitted }
  await transact(doing.db, (trx) => writeAuditEntry(trx, doing, action, subjectId, counted, 'refused'))
}
