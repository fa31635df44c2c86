import { missingScopes } from '@stepkey/shared/scopes'
import { type CredentialScope, narrowReach } from '../../platform/database/credential-reach.ts'
import type { Db } from '../../platform/database/database.ts'
import type { WorkspaceContext } from '../context.ts'
import { findSealedCredentials } from './owner-credential-table.ts'
import { findGrantedScopes } from './store.ts'
import type { OwnerBinding } from './usage.ts'

/** The credentials of an owner in the caller's reach that fit a step. */
export const findCredentialsOf = (
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  owner: string,
  { componentId, methodIds }: OwnerBinding,
  limit: number,
) => {
  const narrowed = narrowReach(reach, { owners: [owner], componentIds: [componentId], methodIds })
  return findSealedCredentials(db, { workspaceId, reach: narrowed }, { limit })
}

/** Returns which of the scopes a credential was not granted, as far as the provider told, and those that it was granted. */
export async function findMissingScopes(
  { db, catalog, workspaceId }: Pick<WorkspaceContext, 'db' | 'catalog' | 'workspaceId'>,
  credentialId: string,
  { componentId, scopes }: OwnerBinding,
): Promise<{ missing: string[]; granted: string[] }> {
  if (scopes.length === 0) return { missing: [], granted: [] }
  const [grant] = await findGrantedScopes(db, workspaceId, [credentialId])
  const granted = grant?.scopes ? JSON.parse(grant.scopes) : undefined
  const component = await catalog.find(workspaceId, componentId)
  return { missing: missingScopes(scopes, granted, component?.scopeIncludes), granted: granted ?? [] }
}
