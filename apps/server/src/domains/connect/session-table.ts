import type { Db, Trx } from '../../platform/database/database.ts'
import type { ConnectSessionRow, ConnectTokenRow } from '../../platform/database/tables.ts'

export async function insertSession(trx: Trx, row: ConnectSessionRow): Promise<void> {
  await trx.insertInto('connect_session').values(row).execute()
}

/** Inserts a session that flow engines are offered. @returns false if there is one with the same `offer_hash` */
export async function insertOfferedSession(trx: Trx, row: ConnectSessionRow): Promise<boolean> {
  const inserted = await trx
    .insertInto('connect_session')
    .values(row)
    .onConflict((conflict) => conflict.column('offer_hash').where('offer_hash', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Returns the session that flow engines are offered for a subject, even if it has ended. */
export async function findOfferedSession(
  db: Db | Trx,
  offerHash: string,
): Promise<Pick<ConnectSessionRow, 'id' | 'link_hash' | 'link_expires_at'> | undefined> {
  return await db
    .selectFrom('connect_session')
    .select(['id', 'link_hash', 'link_expires_at'])
    .where('offer_hash', '=', offerHash)
    .executeTakeFirst()
}

/** Stops offering a session. Its link stays valid. */
export async function withdrawOffer(trx: Trx, sessionId: string): Promise<void> {
  await trx.updateTable('connect_session').set({ offer_hash: null }).where('id', '=', sessionId).execute()
}

export async function insertToken(trx: Trx, row: ConnectTokenRow): Promise<void> {
  await trx.insertInto('connect_token').values(row).execute()
}

/** Deletes the sessions of a credential request, with their tokens. */
export async function deleteSessionsOfRequest(trx: Trx, requestId: string): Promise<void> {
  await trx.deleteFrom('connect_session').where('request_id', '=', requestId).execute()
}

/** The session of a valid token, with the origin of its embed and the name from its credential request. */
export type LiveSession = ConnectSessionRow & {
  origin: string | null
  request_name: string | null
  token_expires_at: string
}

/** Selects sessions whose API key is valid, or whose credential request is open. */
const selectLive = (db: Db | Trx, now: string) =>
  db
    .selectFrom('connect_session as s')
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 's.actor_id').on('s.actor_kind', '=', 'api_key'),
    )
    .leftJoin('credential_request as q', 'q.id', 's.request_id')
    .where((eb) =>
      eb.or([
        eb.and([
          eb('s.request_id', 'is', null),
          eb('k.id', 'is not', null),
          eb('k.revoked_at', 'is', null),
          eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', now)]),
        ]),
        eb.and([eb('q.state', '=', 'open'), eb('q.expires_at', '>', now)]),
      ]),
    )

/**
 * Returns the session of a valid token. A token is valid until it expires, and only while the API key that created the
 * session is valid or its credential request is open.
 */
export async function findSessionOfToken(
  db: Db,
  tokenHash: string,
  { now, latestEnd }: { now: string; latestEnd: string },
): Promise<LiveSession | undefined> {
  return await selectLive(db, now)
    .innerJoin('connect_token as t', 't.session_id', 's.id')
    .leftJoin('embed as e', 'e.id', 's.embed_id')
    .selectAll('s')
    .select(['e.origin', 'q.name as request_name', 't.expires_at as token_expires_at'])
    .where('t.token_hash', '=', tokenHash)
    .where('t.expires_at', '>', now)
    .where('t.expires_at', '<=', latestEnd)
    .executeTakeFirst()
}

interface LinkEnd {
  workspace: string
  link_expires_at: string
}

/** Returns the session of a valid link, with the name of its workspace. */
export async function findSessionOfLink(
  db: Db | Trx,
  linkHash: string,
  { now, latestEnd }: { now: string; latestEnd: string },
): Promise<(Pick<ConnectSessionRow, 'id' | 'component_ids' | 'actions'> & LinkEnd) | undefined> {
  const row = await selectLive(db, now)
    .innerJoin('workspace as w', 'w.id', 's.workspace_id')
    .select(['s.id', 's.component_ids', 's.actions', 's.link_expires_at'])
    .select('w.name as workspace')
    .where('s.link_hash', '=', linkHash)
    .where('s.link_expires_at', '>', now)
    .where('s.link_expires_at', '<=', latestEnd)
    .executeTakeFirst()
  return row && { ...row, link_expires_at: row.link_expires_at ?? now }
}

/** Returns when a valid session ends, ISO 8601; undefined if it has ended. */
export async function findSessionEnd(db: Db | Trx, id: string, now: string): Promise<string | undefined> {
  const row = await selectLive(db, now)
    .select('s.expires_at')
    .where('s.id', '=', id)
    .where('s.expires_at', '>', now)
    .executeTakeFirst()
  return row?.expires_at
}

/** The language and the branding of the pages of a session. The branding is JSON. */
export interface SessionLook {
  locale: string | null
  branding: string | null
}

/** Returns how the pages of a session look: as its embed, or that of its credential request. */
export async function findSessionLook(db: Db | Trx, id: string): Promise<SessionLook | undefined> {
  return await db
    .selectFrom('connect_session as s')
    .leftJoin('credential_request as q', 'q.id', 's.request_id')
    .leftJoin('embed as e', (join) =>
      join.on((eb) => eb('e.id', '=', eb.fn.coalesce('s.embed_id', 'q.embed_id'))),
    )
    .select(['s.locale', 'e.branding'])
    .where('s.id', '=', id)
    .executeTakeFirst()
}

/** Returns whether a session still exists, and its API key is valid. Keeps it from being deleted until the transaction ends. */
export async function holdSession(trx: Trx, id: string, now: string): Promise<boolean> {
  const row = await selectLive(trx, now)
    .select('s.id')
    .where('s.id', '=', id)
    .forShare('s')
    .executeTakeFirst()
  return row !== undefined
}

/** Deletes the oldest tokens of a session, apart from the newest `keep`. */
export async function trimTokens(trx: Trx, sessionId: string, keep: number): Promise<void> {
  await trx
    .deleteFrom('connect_token')
    .where('session_id', '=', sessionId)
    .where('token_hash', 'not in', (eb) =>
      eb
        .selectFrom('connect_token')
        .select('token_hash')
        .where('session_id', '=', sessionId)
        .orderBy('expires_at', 'desc')
        .limit(keep),
    )
    .execute()
}

/** Deletes expired sessions, and expired tokens of the others. @param now ISO 8601 */
export async function deleteExpiredSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('connect_session').where('expires_at', '<=', now).execute()
  await db.deleteFrom('connect_token').where('expires_at', '<=', now).execute()
}
