import type { CredentialValue, CredentialValues } from '@stepkey/shared/credential-value'
import type { WorkspaceContext } from '../context.ts'
import { keptDaysOf } from './current-value.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { findTrials, findValues } from './value-table.ts'

/** Returns the generations of a credential's values, the newest first. @throws DomainError not_found */
export async function listValues(ctx: WorkspaceContext, credentialId: string): Promise<CredentialValues> {
  const { db, config } = ctx
  const row = await requireCredentialRow(ctx, credentialId)
  const current: CredentialValue = {
    generation: row.seal_version,
    state: 'current',
    status: row.status,
    identity: row.identity,
    createdBy: row.value_created_by,
    createdAt: row.value_created_at,
    eraseAt: null,
    revokeOnErase: false,
    flows: [],
  }
  const others = await Promise.all(
    (await findValues(db, credentialId)).map(
      async (value): Promise<CredentialValue> => ({
        generation: value.generation,
        state: value.state,
        status: value.status,
        identity: value.identity,
        createdBy: value.created_by,
        createdAt: value.created_at,
        eraseAt: value.erase_at,
        revokeOnErase: value.revoke_on_erase === 1,
        flows: value.state === 'pending' ? await findTrials(db, value.id) : [],
      }),
    ),
  )
  return {
    items: [current, ...others].sort((a, b) => b.generation - a.generation),
    keptDays: row.grant ? 0 : keptDaysOf(config, row),
  }
}
