import type { Db, Trx } from '../../platform/database/connect.ts'
import type { WorkspaceRow } from '../../platform/database/tables.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import type { Deps } from '../context.ts'
import {
  findPersonalWorkspace,
  findWorkspace,
  findWorkspaces,
  insertMember,
  insertWorkspace,
} from './store.ts'

/** Makes a workspace and its owner. @returns its id */
export async function createWorkspace(
  trx: Trx,
  { clock }: Pick<Deps, 'clock'>,
  { name, kind, ownerId }: Pick<WorkspaceRow, 'name' | 'kind'> & { ownerId: string },
): Promise<string> {
  const id = newId()
  const now = clock().toISOString()
  await insertWorkspace(trx, { id, name, kind, recheck: 'off', created_at: now })
  await insertMember(trx, { workspace_id: id, account_id: ownerId, role: 'owner', joined_at: now })
  return id
}

/** What belongs to an account alone is recorded in the account's own workspace. */
export async function requirePersonalWorkspace(db: Db | Trx, accountId: string): Promise<string> {
  const id = await findPersonalWorkspace(db, accountId)
  if (!id) throw notFound('workspace')
  return id
}

/** All workspaces, or the named one, for the operator. @throws DomainError not_found */
export async function listWorkspacesAsOperator(
  db: Db,
  workspaceId?: string,
): Promise<Pick<WorkspaceRow, 'id' | 'name' | 'kind'>[]> {
  const found = await findWorkspaces(db, workspaceId)
  if (workspaceId !== undefined && found.length === 0) throw notFound('workspace')
  return found
}

/** @throws DomainError conflict for a personal workspace, which has no other members and stays */
export async function requireOrganization(db: Db | Trx, id: string): Promise<WorkspaceRow> {
  return operatorOrganization(await findWorkspace(db, id))
}

/** The same for a row that was read already. */
export function operatorOrganization(row: WorkspaceRow | undefined): WorkspaceRow {
  if (!row) throw notFound('workspace')
  if (row.kind === 'organization') return row
  throw new DomainError(
    'conflict',
    'This is a personal workspace: it belongs to one person for good. Create an organization to work with others.',
  )
}
