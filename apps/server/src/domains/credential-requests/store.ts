import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRequestRow } from '../../platform/database/tables.ts'

/** Maximum number of listed requests. */
const LIST_LIMIT = 200

type NamedRequest = CredentialRequestRow & { asked_by: string | null; asked_by_email: string | null }

/** Selects requests with the name of the person or API key that created them. */
function selectNamed(db: Db | Trx) {
  return db
    .selectFrom('credential_request as q')
    .leftJoin('account as p', (join) =>
      join.onRef('p.id', '=', 'q.actor_id').on('q.actor_kind', '=', 'person'),
    )
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 'q.actor_id').on('q.actor_kind', '=', 'api_key'),
    )
    .selectAll('q')
    .select((eb) => [eb.fn.coalesce('p.name', 'k.name').as('asked_by'), 'p.email as asked_by_email'])
}

export async function insertCredentialRequest(trx: Trx, row: CredentialRequestRow): Promise<void> {
  await trx.insertInto('credential_request').values(row).execute()
}

/** Returns the open requests, and the fulfilled ones whose credential exists, the newest first. */
export async function findCredentialRequests(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  { componentId, now }: { componentId: string | undefined; now: string },
): Promise<NamedRequest[]> {
  return await selectNamed(db)
    .where('q.workspace_id', '=', workspaceId)
    .where(isInReach('q', reach))
    .$if(componentId !== undefined, (query) => query.where('q.component_id', '=', componentId as string))
    .where((eb) =>
      eb.or([
        eb.and([eb('q.state', '=', 'open'), eb('q.expires_at', '>', now)]),
        eb('q.credential_id', 'is not', null),
      ]),
    )
    .orderBy('q.id', 'desc')
    .limit(LIST_LIMIT)
    .execute()
}

/** Returns a request of the workspace in any state. */
export async function findCredentialRequest(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  id: string,
): Promise<NamedRequest | undefined> {
  return await selectNamed(db)
    .where('q.workspace_id', '=', workspaceId)
    .where('q.id', '=', id)
    .where(isInReach('q', reach))
    .executeTakeFirst()
}

/** Returns the open request of a link, with the name of its workspace. */
export async function findOpenCredentialRequest(
  db: Db | Trx,
  tokenHash: string,
  now: string,
): Promise<(NamedRequest & { workspace: string; branding: string | null }) | undefined> {
  return await selectNamed(db)
    .innerJoin('workspace as w', 'w.id', 'q.workspace_id')
    .leftJoin('embed as e', 'e.id', 'q.embed_id')
    .select(['w.name as workspace', 'e.branding'])
    .where('q.token_hash', '=', tokenHash)
    .where('q.state', '=', 'open')
    .where('q.expires_at', '>', now)
    .executeTakeFirst()
}

/** Closes an open request. @returns true for exactly one of several concurrent callers */
export async function closeCredentialRequest(
  trx: Trx,
  id: string,
  change: Pick<CredentialRequestRow, 'state'> & { credential_id?: string },
  now: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('credential_request')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Counts an attempt. @returns false if the limit is reached */
export async function countVerificationAttempt(db: Db, id: string, limit: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('credential_request')
    .set((eb) => ({ checks: eb('checks', '+', 1) }))
    .where('id', '=', id)
    .where('checks', '<', limit)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Deletes expired and revoked requests, and fulfilled ones whose credential is deleted. The audit log keeps their
 * entries.
 */
export async function deleteEndedRequests(db: Db, now: string): Promise<void> {
  await db
    .deleteFrom('credential_request')
    .where('state', '<>', 'fulfilled')
    .where('expires_at', '<=', now)
    .execute()
  await db
    .deleteFrom('credential_request')
    .where('state', '=', 'fulfilled')
    .where('credential_id', 'is', null)
    .execute()
}
