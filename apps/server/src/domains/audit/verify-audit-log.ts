import type { AuditVerified } from '@stepkey/shared/audit'
import { SealBroken } from '../../platform/keyring/seal.ts'
import type { WorkspaceContext } from '../context.ts'
import { CHAIN_ORIGIN, entryMac } from './hash-chain.ts'
import { findChainHead, findEntriesAfter } from './store.ts'

/** Number of rows per query. */
const BATCH = 500

/** Reads the whole audit log of a workspace and verifies its hash chain. */
export async function verifyAuditLog({
  db,
  keyring,
  workspaceId,
}: Pick<WorkspaceContext, 'db' | 'keyring' | 'workspaceId'>): Promise<AuditVerified> {
  // Read the head first, so that entries appended during the verification are ignored.
  const head = await findChainHead(db, workspaceId)
  // Every audit log has an entry for the creation of its workspace.
  if (!head || head.seq === 0) return { outcome: 'broken', seq: 1, reason: 'cut_off' }
  const key = await keyring.auditKey(db, workspaceId).catch(undefinedIfSealBroken)
  if (!key) return { outcome: 'broken', seq: 1, reason: 'changed' }
  let seq = 0
  let mac: Buffer = CHAIN_ORIGIN
  while (seq < head.seq) {
    const rows = await findEntriesAfter(db, workspaceId, seq, BATCH)
    if (rows.length === 0) return { outcome: 'broken', seq: seq + 1, reason: 'cut_off' }
    for (const row of rows) {
      if (row.seq !== seq + 1) return { outcome: 'broken', seq: seq + 1, reason: 'missing' }
      const expected = entryMac(key, mac, row)
      if (!expected.equals(row.mac)) return { outcome: 'broken', seq: row.seq, reason: 'changed' }
      seq = row.seq
      mac = expected
      if (seq === head.seq) break
    }
  }
  if (!head.mac.equals(mac)) return { outcome: 'broken', seq, reason: 'changed' }
  return { outcome: 'intact', rows: seq, head: { seq, mac: mac.toString('hex') } }
}

/** A key that can't be opened counts as missing: without it, no entry can be verified. */
function undefinedIfSealBroken(error: unknown): undefined {
  if (!(error instanceof SealBroken)) throw error
}
