import { createHmac, type KeyObject } from 'node:crypto'
import type { AuditRow } from '../../platform/database/tables.ts'

/** The MAC that precedes the first entry. */
export const CHAIN_ORIGIN = Buffer.alloc(32)

/** The columns of an entry that its MAC covers. */
export type ChainedEntry = Omit<AuditRow, 'mac'>

/**
 * Returns the HMAC over the previous entry's HMAC and this entry, so that each HMAC covers all earlier entries. Without
 * the key, no change, removal or reordering of entries can be concealed.
 */
export function entryMac(key: KeyObject, previous: Buffer, row: ChainedEntry): Buffer {
  const content = JSON.stringify([
    row.workspace_id,
    row.seq,
    row.at,
    row.actor_kind,
    row.actor_id,
    row.action,
    row.outcome,
    row.subject_id,
    row.detail,
    row.address,
  ])
  return createHmac('sha256', key).update(previous).update(content).digest()
}
