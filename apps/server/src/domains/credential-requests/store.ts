import type { Db, Trx } from '../../platform/database/connect.ts'
import type { CredentialRequestRow } from '../../platform/database/tables.ts'

/** At most so many are listed. */
const LISTED = 200

type Named = CredentialRequestRow & { asked_by: string | null }

function named(db: Db | Trx) {
  return db
    .selectFrom('credential_request as q')
    .leftJoin('account as p', (join) =>
      join.onRef('p.id', '=', 'q.actor_id').on('q.actor_kind', '=', 'person'),
    )
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 'q.actor_id').on('q.actor_kind', '=', 'api_key'),
    )
    .selectAll('q')
    .select((eb) => eb.fn.coalesce('p.name', 'k.name').as('asked_by'))
}

export async function insertCredentialRequest(trx: Trx, row: CredentialRequestRow): Promise<void> {
  await trx.insertInto('credential_request').values(row).execute()
}

/** Those that somebody could still use, and those of which the credential is still there. */
export async function findCredentialRequests(
  db: Db,
  workspaceId: string,
  { componentId, now }: { componentId: string | undefined; now: string },
): Promise<Named[]> {
  return await named(db)
    .where('q.workspace_id', '=', workspaceId)
    .$if(componentId !== undefined, (query) => query.where('q.component_id', '=', componentId as string))
    .where((eb) =>
      eb.or([
        eb.and([eb('q.state', '=', 'open'), eb('q.expires_at', '>', now)]),
        eb('q.credential_id', 'is not', null),
      ]),
    )
    .orderBy('q.id', 'desc')
    .limit(LISTED)
    .execute()
}

export async function findCredentialRequest(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<Named | undefined> {
  return await named(db).where('q.workspace_id', '=', workspaceId).where('q.id', '=', id).executeTakeFirst()
}

/** The one that a secret opens, as long as it can be used. */
export async function findOpenCredentialRequest(
  trx: Trx,
  tokenHash: string,
  now: string,
): Promise<(Named & { workspace: string }) | undefined> {
  return await named(trx)
    .innerJoin('workspace as w', 'w.id', 'q.workspace_id')
    .select('w.name as workspace')
    .where('q.token_hash', '=', tokenHash)
    .where('q.state', '=', 'open')
    .where('q.expires_at', '>', now)
    .executeTakeFirst()
}

/** @returns whether it was open: of two who come at the same time, one is too late */
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

/** @returns whether there was one left */
export async function countVerificationAttempt(db: Db, id: string, limit: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('credential_request')
    .set((eb) => ({ checks: eb('checks', '+', 1) }))
    .where('id', '=', id)
    .where('checks', '<', limit)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** What came in is remembered as long as its credential is there; the rest is in the trail. */
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
