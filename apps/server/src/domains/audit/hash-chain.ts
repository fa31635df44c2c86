import { createHmac, type KeyObject } from 'node:crypto'
import type { AuditRow } from '../../platform/database/tables.ts'

/** What is before the first row. */
export const CHAIN_ORIGIN = Buffer.alloc(32)

/** A row as it is signed. */
export type ChainedEntry = Omit<AuditRow, 'mac'>

/**
 * The HMAC of a row and of everything before it: it covers the HMAC of the row before. Changing, removing or
 * reordering rows breaks it, for everybody who doesn't have the key.
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
