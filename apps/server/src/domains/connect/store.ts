import type { Db, Trx } from '../../platform/database/database.ts'
import type { ConnectTokenRow, EmbedRow } from '../../platform/database/tables.ts'

export async function insertEmbed(trx: Trx, row: EmbedRow): Promise<void> {
  await trx.insertInto('embed').values(row).execute()
}

/** Returns the embeds of a workspace, the oldest first. */
export async function findEmbeds(db: Db, workspaceId: string): Promise<EmbedRow[]> {
  return await db
    .selectFrom('embed')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

/** Changes an embed. @returns the changed row, or undefined if there is none */
export async function updateEmbedRow(
  trx: Trx,
  workspaceId: string,
  id: string,
  change: Partial<Pick<EmbedRow, 'name' | 'origin'>>,
): Promise<EmbedRow | undefined> {
  return await trx
    .updateTable('embed')
    // The unchanged id keeps the statement valid if `change` is empty.
    .set({ id, ...change })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes an embed with its connect tokens. @returns the deleted row, or undefined if there was none */
export async function deleteEmbed(trx: Trx, workspaceId: string, id: string): Promise<EmbedRow | undefined> {
  return await trx
    .deleteFrom('embed')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

export async function hasEmbed(trx: Trx, workspaceId: string, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('embed')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** Returns the origin of an embed in any workspace; the id is public. */
export async function findOrigin(db: Db, embedId: string): Promise<string | undefined> {
  const row = await db.selectFrom('embed').select('origin').where('id', '=', embedId).executeTakeFirst()
  return row?.origin
}

/** Returns whether any embed of any workspace has this origin. */
export async function hasOrigin(db: Db, origin: string): Promise<boolean> {
  const row = await db
    .selectFrom('embed')
    .select('id')
    .where('origin', '=', origin)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertConnectToken(trx: Trx, row: ConnectTokenRow): Promise<void> {
  await trx.insertInto('connect_token').values(row).execute()
}

/** Inserts a token for a credential request, and deletes the request's previous ones. */
export async function replaceConnectToken(
  trx: Trx,
  row: ConnectTokenRow & { request_id: string },
): Promise<void> {
  await trx.deleteFrom('connect_token').where('request_id', '=', row.request_id).execute()
  await insertConnectToken(trx, row)
}

/** A valid connect token with the origin of its embed and the name from its credential request. */
export type LiveConnectToken = ConnectTokenRow & { origin: string | null; request_name: string | null }

/**
 * Returns a valid token with the origin of its embed. A token is valid until it expires, and only while the API key
 * that created it is valid or its credential request is open.
 */
export async function findConnectToken(
  db: Db,
  tokenHash: string,
  { now, latestEnd }: { now: string; latestEnd: string },
): Promise<LiveConnectToken | undefined> {
  return await db
    .selectFrom('connect_token as t')
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 't.actor_id').on('t.actor_kind', '=', 'api_key'),
    )
    .leftJoin('credential_request as q', 'q.id', 't.request_id')
    .leftJoin('embed as e', 'e.id', 't.embed_id')
    .selectAll('t')
    .select(['e.origin', 'q.name as request_name'])
    .where('t.token_hash', '=', tokenHash)
    .where('t.expires_at', '>', now)
    .where('t.expires_at', '<=', latestEnd)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('t.request_id', 'is', null),
          eb('k.id', 'is not', null),
          eb('k.revoked_at', 'is', null),
          eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', now)]),
        ]),
        eb.and([eb('q.state', '=', 'open'), eb('q.expires_at', '>', now)]),
      ]),
    )
    .executeTakeFirst()
}

export async function deleteExpiredConnectTokens(db: Db, now: string): Promise<void> {
  await db.deleteFrom('connect_token').where('expires_at', '<=', now).execute()
}
