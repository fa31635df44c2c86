import type { Db } from '../../platform/database/database.ts'
import type { CredentialCounts } from '../catalog/read-components.ts'
import { findCredentialCounts } from './credential-count-table.ts'

/** Returns the number of a workspace's credentials, by component. */
export async function countCredentialsByComponent(db: Db, workspaceId: string): Promise<CredentialCounts> {
  const rows = await findCredentialCounts(db, workspaceId)
  return new Map(
    rows.map(({ component_id, total, failing, last_changed_at }) => [
      component_id,
      { total, failing, lastChangedAt: last_changed_at },
    ]),
  )
}
