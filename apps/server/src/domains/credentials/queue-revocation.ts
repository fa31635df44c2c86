import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow, CredentialTokenRow, CredentialValueRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { isoAfter, MINUTE } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { ISSUE_LIFETIME } from './last-issues.ts'
import { type ClaimedRevocation, insertRevocation, leaseRevocation } from './revocation-table.ts'

/** Duration of a lease, in milliseconds: longer than any attempt, so that it expires only after a crash. */
export const LEASE = MINUTE

/** Stored values that are no longer used, with what they were stored for. */
export type RevokedValues = Pick<
  CredentialRow,
  | 'id'
  | 'workspace_id'
  | 'component_id'
  | 'method_id'
  | 'definition_id'
  | 'name'
  | 'identity'
  | 'sealed'
  | 'seal_version'
>
type StoredToken = {
  [C in 'sealed' | 'version' | 'is_granted' | 'oauth_app_id']: CredentialTokenRow[C] | null
}

/**
 * Queues the revocation of a key that a user entered, in the transaction that ends its use. So it is not forgotten if
 * the process ends before the provider has confirmed it.
 * @returns the revocation, for `tryToRevoke` after the commit
 */
export const queueKeyRevocation = (
  trx: Trx,
  ctx: Pick<WorkspaceContext, 'clock'>,
  values: RevokedValues,
): Promise<ClaimedRevocation> => queue(trx, ctx, values, noToken)

/**
 * Queues the revocation of the access that a user granted, in the transaction that ends its use.
 * @returns the revocation, for `tryToRevoke` after the commit; undefined when there is no such access
 */
export async function queueGrantRevocation(
  trx: Trx,
  ctx: Pick<WorkspaceContext, 'clock'>,
  values: RevokedValues,
  token: StoredToken | undefined,
): Promise<ClaimedRevocation | undefined> {
  if (!hasGrant(token)) return undefined
  const { sealed: token_sealed, version: token_version, oauth_app_id } = token
  return await queue(trx, ctx, values, { is_grant: 1, token_sealed, token_version, oauth_app_id })
}

/** Whether a stored token is access that a user granted and that was not lost. */
export const hasGrant = (token: StoredToken | undefined): token is StoredToken =>
  token?.sealed != null && token.is_granted === 1

/**
 * Queues the revocation of the key of a value that is erased, if a user asked for it, in the transaction of that. Flow
 * engines may still use the value for a while, so the first attempt follows after that time.
 */
export async function queueErasedKey(
  trx: Trx,
  ctx: Pick<WorkspaceContext, 'clock'>,
  credential: RevokedValues,
  value: CredentialValueRow | undefined,
): Promise<void> {
  if (!value?.sealed || value.revoke_on_erase === 0) return
  const { sealed, definition_id, generation: seal_version, identity } = value
  const row = newRevocation(ctx, { ...credential, definition_id, sealed, seal_version, identity }, noToken)
  await insertRevocation(trx, { ...row, next_attempt_at: isoAfter(ctx.clock(), ISSUE_LIFETIME) })
}

const noToken = { is_grant: 0, token_sealed: null, token_version: null, oauth_app_id: null }

async function queue(
  trx: Trx,
  ctx: Pick<WorkspaceContext, 'clock'>,
  values: RevokedValues,
  token: Pick<ClaimedRevocation, keyof typeof noToken>,
): Promise<ClaimedRevocation> {
  const row = newRevocation(ctx, values, token)
  await insertRevocation(trx, row)
  const claimed = await leaseRevocation(trx, { id: row.id, workspace_id: row.workspace_id }, LEASE)
  if (!claimed) throw new Error('The lease of a new revocation was taken.')
  return claimed
}

function newRevocation(
  { clock }: Pick<WorkspaceContext, 'clock'>,
  {
    id: credential_id,
    workspace_id,
    component_id,
    method_id,
    definition_id,
    name,
    identity,
    ...value
  }: RevokedValues,
  token: Pick<ClaimedRevocation, keyof typeof noToken>,
) {
  const { sealed, seal_version: generation } = value
  const now = clock().toISOString()
  const kind = { component_id, method_id, definition_id }
  const of = { credential_id, workspace_id, ...kind, name, identity, generation, sealed }
  const state = { status: 'pending', attempts: 0, next_attempt_at: now, last_attempt_at: null } as const
  return { id: newId(), ...of, ...token, ...state, created_at: now }
}
