import type { Finding } from '@stepkey/shared/verification'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { toVerification } from '../verification/verify.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { emitStatusChange } from './credential-events.ts'
import { refusedColumns } from './refusal-count.ts'
import { replaceReceipt } from './save-policy.ts'
import { updateCredentialRow } from './store.ts'

/** What storing a refusal needs. */
export type RefusalContext = Pick<Deps, 'catalog' | 'keyring' | 'clock' | 'background'> &
  Pick<WorkspaceContext, 'workspaceId' | 'actor' | 'address'>

/**
 * Stores that the provider rejected a credential while Stepkey requested a token with it. Does nothing if the credential
 * is failing already, so concurrent refusals are stored and reported once. Lock the credential's row first.
 */
export async function storeRefusal(
  trx: Trx,
  ctx: RefusalContext,
  credential: CredentialRow,
  finding: Finding,
): Promise<void> {
  if (credential.status === 'failing') return
  await markFailing(trx, ctx, credential, finding)
  const { id, name } = credential
  await writeAuditEntry(trx, ctx, 'credential.verified', id, { name, outcome: finding.outcome })
}

/** Marks a credential as failing: status, receipt, event and counts. Lock the credential's row first. */
export async function markFailing(
  trx: Trx,
  ctx: RefusalContext,
  credential: CredentialRow,
  finding: Finding,
): Promise<void> {
  const { workspaceId, clock } = ctx
  const { id, component_id: componentId, status } = credential
  const verification = toVerification(finding, clock(), 0)
  await updateCredentialRow(trx, id, {
    status: 'failing',
    ...refusedColumns(credential, clock()),
    ...(await replaceReceipt(trx, id, verification)),
  })
  await emitStatusChange(trx, ctx, id, { before: status, after: 'failing' })
  await changeCredentialCounts(trx, { workspaceId, componentId }, { failing: status === 'failing' ? 0 : 1 })
}
