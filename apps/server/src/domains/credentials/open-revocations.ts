import type {
  OpenRevocation,
  OpenRevocations,
  RevocationDismissed,
  RevocationRetried,
} from '@stepkey/shared/revocation'
import type { RevocationRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { LEASE } from './queue-revocation.ts'
import { deleteRevocation, findRevocation, findRevocations, leaseRevocation } from './revocation-table.ts'
import { tryToRevoke } from './revoke-access.ts'

/** The maximum number of revocations in a list. */
const LISTED = 200

/** Returns the revocations that their providers have not confirmed, the newest first. */
export async function listRevocations({
  db,
  workspaceId,
}: Pick<WorkspaceContext, 'db' | 'workspaceId'>): Promise<OpenRevocations> {
  const rows = await findRevocations(db, workspaceId, LISTED)
  return { items: rows.map(toRevocation) }
}

const toRevocation = (row: RevocationRow): OpenRevocation => ({
  id: row.id,
  credentialId: row.credential_id,
  componentId: row.component_id,
  methodId: row.method_id,
  name: row.name,
  identity: row.identity,
  generation: row.generation,
  kind: row.is_grant === 1 ? 'access' : 'key',
  status: row.status,
  attempts: row.attempts,
  createdAt: row.created_at,
  lastAttemptAt: row.last_attempt_at,
  nextAttemptAt: row.next_attempt_at,
})

/** Tries a revocation again now. @throws DomainError not_found; conflict, while an attempt is running or after the last one */
export async function retryRevocation(
  ctx: WorkspaceContext,
  revocationId: string,
): Promise<RevocationRetried> {
  const { db, workspaceId } = ctx
  const row = await findRevocation(db, workspaceId, revocationId)
  if (!row) throw notFound('revocation')
  if (row.status === 'failed') {
    throw new DomainError(
      'conflict',
      'Stepkey has given up and erased the values. Revoke the access in your account at the provider.',
    )
  }
  const claimed = await leaseRevocation(db, { id: revocationId, workspace_id: workspaceId }, LEASE)
  if (!claimed) throw new DomainError('conflict', 'Stepkey is trying to revoke it right now. Wait a moment.')
  return { revocation: await tryToRevoke(ctx, claimed) }
}

/** Takes a revocation off the list and erases its values, for example after the user revoked the access at the provider. */
export async function dismissRevocation(
  ctx: WorkspaceContext,
  revocationId: string,
): Promise<RevocationDismissed> {
  const { db, workspaceId } = ctx
  await transact(db, async (trx) => {
    const row = await findRevocation(trx, workspaceId, revocationId)
    if (!row || !(await deleteRevocation(trx, revocationId))) throw notFound('revocation')
    const { name, component_id: componentId, generation } = row
    const detail = { name, componentId, generation }
    await writeAuditEntry(trx, ctx, 'credential.revocation_dismissed', row.credential_id, detail)
  })
  return { outcome: 'dismissed' }
}
