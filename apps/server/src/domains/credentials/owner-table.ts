import { ANY_OWNER } from '@stepkey/shared/owner'
import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { type CredentialDetailRow, selectListed, splitJoined } from './listed-table.ts'

/** Returns owners of a workspace's credentials by code point, each with the number of its credentials. */
export async function findOwners(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  { prefix, after = '', limit }: { prefix?: string; after?: string; limit: number },
): Promise<{ owner: string; credentialCount: number }[]> {
  let rows = db
    .selectFrom('credential')
    .select((eb) => ['owner', eb.fn.countAll<number>().as('total')])
    .where('workspace_id', '=', workspaceId)
    .where('owner', '>', after)
    .where(isInReach('credential', reach))
  // A range instead of a pattern, so that an index serves it, and no character is special.
  if (prefix) rows = rows.where('owner', '>=', prefix).where('owner', '<', `${prefix}\u{10ffff}`)
  const found = await rows.groupBy('owner').orderBy('owner').limit(limit).execute()
  return found.map(({ owner, total }) => ({ owner, credentialCount: Number(total) }))
}

/** Returns credentials of an owner: those that active flows use, or the others. */
export async function findCredentialsOfOwner(
  db: Db | Trx,
  { workspaceId, owner }: { workspaceId: string; owner: string },
  { isInUse, limit }: { isInUse: boolean; limit: number },
): Promise<CredentialDetailRow[]> {
  const rows = await selectListed(db, workspaceId)
    .select('c.sealed')
    .where('c.owner', '=', owner)
    .where(({ exists, not, selectFrom }) => {
      const isUsed = exists(
        selectFrom('credential_use as u')
          .select('u.step_id')
          .whereRef('u.workspace_id', '=', 'c.workspace_id')
          .whereRef('u.component_id', '=', 'c.component_id')
          .whereRef('u.credential_id', '=', 'c.id'),
      )
      return isInUse ? isUsed : not(isUsed)
    })
    .orderBy('c.name_order')
    .orderBy('c.id')
    .limit(limit)
    .execute()
  return rows.map(splitJoined)
}

/** Whether an owner (`*`: any) has a credential for a component. */
export async function hasCredential(
  db: Db,
  workspaceId: string,
  { owner, methodIds }: { owner: string; methodIds?: readonly string[] },
  componentId: string,
): Promise<boolean> {
  const reach = { componentIds: [componentId], methodIds, ...(owner !== ANY_OWNER && { owners: [owner] }) }
  const row = await db
    .selectFrom('credential')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where(isInReach('credential', reach))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Revokes the open credential requests of an owner. Their connect sessions have ended. */
export async function revokeRequestsOfOwner(
  trx: Trx,
  { workspaceId, owner }: { workspaceId: string; owner: string },
): Promise<void> {
  await trx
    .updateTable('credential_request')
    .set({ state: 'revoked' })
    .where('workspace_id', '=', workspaceId)
    .where('owner', '=', owner)
    .where('state', '=', 'open')
    .execute()
}

/** Ends the connect sessions of an owner, or only those that connect one credential again. */
export async function deleteSessionsOfOwner(
  trx: Trx,
  { workspaceId, owner, credentialId }: { workspaceId: string; owner: string; credentialId?: string },
): Promise<void> {
  await trx
    .deleteFrom('connect_session')
    .where('workspace_id', '=', workspaceId)
    .where('owner', '=', owner)
    .$if(credentialId !== undefined, (query) => query.where('credential_id', '=', credentialId as string))
    .execute()
}
