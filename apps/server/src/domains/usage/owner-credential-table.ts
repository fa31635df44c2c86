import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import type { Db } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import type { SealedCredentialRow } from './store.ts'

/** Returns credentials by their names, with their current sealed values. */
export async function findSealedCredentials(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  { limit }: { limit: number },
): Promise<(SealedCredentialRow & Pick<CredentialRow, 'identity'>)[]> {
  const rows = await db
    .selectFrom('credential as c')
    .select([
      'c.id',
      'c.workspace_id',
      'c.component_id',
      'c.method_id',
      'c.definition_id',
      'c.name',
      'c.identity',
    ])
    .select(['c.seal_version', 'c.status', 'c.sealed', 'c.frozen_at'])
    .where('c.workspace_id', '=', workspaceId)
    .where(isInReach('c', reach))
    .orderBy('c.name_order')
    .orderBy('c.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, trial_id: null }))
}
