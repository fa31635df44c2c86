import type { AuditVerified } from '@stepkey/shared/audit'
import type { Deps, WorkspaceContext } from '../context.ts'
import { findChainHead, findEntriesAfter } from './store.ts'
import { readStoredHeads, type StoredHead } from './stored-head.ts'
import { undefinedIfSealBroken, verifyChain } from './verify-chain.ts'

/** Reads the whole audit log of a workspace, verifies its hash chain, and compares it with the stored heads. */
export async function verifyAuditLog({
  db,
  keyring,
  config,
  workspaceId,
}: Pick<WorkspaceContext, 'db' | 'keyring' | 'config' | 'workspaceId'>): Promise<AuditVerified> {
  const stored = await readStoredHeads(config.auditHeadsFile, workspaceId)
  return await verifyAgainst({ db, keyring, workspaceId }, stored?.get(workspaceId))
}

/**
 * Verifies the audit log of a workspace as `verifyAuditLog` does.
 * @param stored the stored heads of the workspace, which must have been read before the call
 */
export async function verifyAgainst(
  { db, keyring, workspaceId }: Pick<Deps, 'db' | 'keyring'> & { workspaceId: string },
  stored: readonly StoredHead[] = [],
): Promise<AuditVerified> {
  // Read the head first, so that entries appended during the verification are ignored.
  const head = await findChainHead(db, workspaceId)
  const key = await keyring.auditKey(db, workspaceId).catch(undefinedIfSealBroken)
  return await verifyChain({
    head,
    key,
    stored,
    entriesAfter: (seq, limit) => findEntriesAfter(db, workspaceId, seq, limit),
  })
}
