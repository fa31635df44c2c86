import type { Db, Trx } from '../../platform/database/database.ts'
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

/** Inserts a workspace and the membership of its owner. @returns the id of the workspace */
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

/** Returns the id of an account's personal workspace. @throws DomainError not_found */
export async function requirePersonalWorkspace(db: Db | Trx, accountId: string): Promise<string> {
  const id = await findPersonalWorkspace(db, accountId)
  if (!id) throw notFound('workspace')
  return id
}

/** Returns all workspaces or one, for the operator. @throws DomainError not_found */
export async function listWorkspacesAsOperator(
  db: Db,
  workspaceId?: string,
): Promise<Pick<WorkspaceRow, 'id' | 'name' | 'kind'>[]> {
  const found = await findWorkspaces(db, workspaceId)
  if (workspaceId !== undefined && found.length === 0) throw notFound('workspace')
  return found
}

/** Returns an organization. @throws DomainError conflict for a personal workspace, not_found */
export async function requireOrganization(db: Db | Trx, id: string): Promise<WorkspaceRow> {
  return requireOrganizationRow(await findWorkspace(db, id))
}

/** As `requireOrganization`, for a row that was already read. */
export function requireOrganizationRow(row: WorkspaceRow | undefined): WorkspaceRow {
  if (!row) throw notFound('workspace')
  if (row.kind === 'organization') return row
  throw new DomainError(
    'personal_workspace',
    'This is a personal workspace. Only organizations can be renamed, shared, transferred, left or deleted.',
  )
}
