import type { CredentialCounts } from '../catalog/read-components.ts'
import type { WorkspaceContext } from '../context.ts'
import { countInReach, findCredentialCounts } from './credential-count-table.ts'

/** Returns the number of a workspace's credentials in the caller's reach, by component. */
export async function countCredentialsByComponent({
  db,
  workspaceId,
  reach,
}: Pick<WorkspaceContext, 'db' | 'workspaceId' | 'reach'>): Promise<CredentialCounts> {
  const rows = reach
    ? await countInReach(db, workspaceId, reach)
    : await findCredentialCounts(db, workspaceId)
  return new Map(
    rows.map(({ component_id, total, failing, last_changed_at }) => [
      component_id,
      { total, failing, lastChangedAt: last_changed_at },
    ]),
  )
}
