import type { KeyObject } from 'node:crypto'
import type { AuditVerified } from '@stepkey/shared/audit'
import type { AuditHeadRow, AuditRow } from '../../platform/database/tables.ts'
import { SealBroken } from '../../platform/keyring/seal.ts'
import { CHAIN_ORIGIN, entryMac } from './hash-chain.ts'
import { isAuthentic, type StoredHead } from './stored-head.ts'

/** Number of rows per query. */
const BATCH = 500

/** An audit log to verify. */
interface Chain {
  head: Pick<AuditHeadRow, 'seq' | 'mac'> | undefined
  /** Undefined if the key can't be opened. */
  key: KeyObject | undefined
  /** Lines from the second place, also those that are not authentic. */
  stored: readonly StoredHead[]
  /** Returns at most `limit` entries after a number, the oldest first. */
  entriesAfter(seq: number, limit: number): Promise<AuditRow[]>
}

/** Verifies a hash chain up to its head, and compares it with every authentic stored head. */
export async function verifyChain({ head, key, stored, entriesAfter }: Chain): Promise<AuditVerified> {
  const heads = key ? stored.filter((line) => isAuthentic(key, line)) : []
  const newest = heads.reduce<StoredHead | undefined>(
    (newer, line) => (newer && newer.seq > line.seq ? newer : line),
    undefined,
  )
  const end = Math.max(head?.seq ?? 0, newest?.seq ?? 0)
  const cutOff = (seq: number): AuditVerified => ({
    outcome: 'broken',
    seq,
    reason: 'cut_off',
    ...(end >= seq && { lastSeq: end }),
  })
  // Every audit log has an entry for the creation of its workspace.
  if (!head || head.seq === 0) return cutOff(1)
  if (!key) return { outcome: 'broken', seq: 1, reason: 'changed' }
  const macsBySeq = new Map(heads.map((line) => [line.seq, line.entryMac]))
  let seq = 0
  let mac: Buffer = CHAIN_ORIGIN
  while (seq < head.seq) {
    const rows = await entriesAfter(seq, BATCH)
    if (rows.length === 0) return cutOff(seq + 1)
    for (const row of rows) {
      if (row.seq !== seq + 1) return { outcome: 'broken', seq: seq + 1, reason: 'missing' }
      const expected = entryMac(key, mac, row)
      if (!expected.equals(row.mac)) return { outcome: 'broken', seq: row.seq, reason: 'changed' }
      seq = row.seq
      mac = expected
      const storedMac = macsBySeq.get(seq)
      if (storedMac !== undefined && storedMac !== mac.toString('hex')) {
        return { outcome: 'broken', seq, reason: 'replaced' }
      }
      if (seq === head.seq) break
    }
  }
  if (!head.mac.equals(mac)) return { outcome: 'broken', seq, reason: 'changed' }
  if (end > seq) return cutOff(seq + 1)
  const storedHead = newest ? { seq: newest.seq, at: newest.at } : null
  return { outcome: 'intact', rows: seq, head: { seq, mac: mac.toString('hex') }, storedHead }
}

/** A key that can't be opened counts as missing: without it, no entry can be verified. */
export function undefinedIfSealBroken(error: unknown): undefined {
  if (!(error instanceof SealBroken)) throw error
}
