import { sql } from 'kysely'
import { nameKey } from '../../platform/credential-name-key.ts'
import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { searchText } from '../../platform/search-text.ts'
import { type CredentialDetailRow, selectListed, splitJoined } from './listed-table.ts'

const findListed = prepared((db, workspaceId: string, id: string) =>
  selectListed(db, workspaceId).select('c.sealed').where('c.id', '=', id),
)

/** Returns a credential with its sealed values. */
export async function findCredential(
  db: Db | Trx,
  { workspaceId, reach }: CredentialScope,
  id: string,
): Promise<CredentialDetailRow | undefined> {
  const [row] = reach
    ? await selectListed(db, workspaceId)
        .select('c.sealed')
        .where('c.id', '=', id)
        .where(isInReach('c', reach))
        .execute()
    : await findListed(db, workspaceId, id)
  return row && splitJoined(row)
}

/** Whether no credential of the component and owner has this name, apart from the credential `except`. */
export async function isNameFree(
  db: Db,
  {
    workspaceId,
    componentId,
    except,
    ...named
  }: { workspaceId: string; componentId: string; name: string; owner: string; except?: string },
): Promise<boolean> {
  const taken = await db
    .selectFrom('credential')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .where('name_folded', '=', nameKey(named))
    .executeTakeFirst()
  return taken === undefined || taken.id === except
}

/** Locks a credential's row for the rest of the transaction. Other changes and flow activations wait for it. */
export async function lockCredential(
  trx: Trx,
  { workspaceId, reach }: CredentialScope,
  id: string,
): Promise<CredentialRow | undefined> {
  return await trx
    .selectFrom('credential')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(isInReach('credential', reach ?? {}))
    .forUpdate()
    .executeTakeFirst()
}

/** Inserts a credential. @throws the database's unique violation when its name is taken */
export async function insertCredential(trx: Trx, row: CredentialRow): Promise<void> {
  await trx.insertInto('credential').values(row).execute()
  await trx
    .insertInto('credential_search')
    .values({ credential_id: row.id, text: searchText(row) })
    .execute()
}

/** Changes a credential. Lock its row first. */
export async function updateCredentialRow(
  trx: Trx,
  id: string,
  change: Partial<CredentialRow>,
): Promise<void> {
  const row = await trx
    .updateTable('credential')
    .set(change)
    .where('id', '=', id)
    .returning(['name', 'identity'])
    .executeTakeFirst()
  if (!row || (change.name === undefined && change.identity === undefined)) return
  await trx
    .updateTable('credential_search')
    .set({ text: searchText(row) })
    .where('credential_id', '=', id)
    .execute()
}

/**
 * Extends the pause of a failing credential, for one attempt meanwhile.
 * @param claim.paused_until the pause that the caller has read
 * @returns false if another call was first
 */
export async function claimAttempt(
  db: Db,
  claim: { id: string; paused_until: string; until: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('credential')
    .set({ paused_until: claim.until })
    .where('id', '=', claim.id)
    .where('status', '=', 'failing')
    .where('paused_until', '=', claim.paused_until)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Freezes all credentials of a workspace that are not frozen yet. @returns their number */
export async function freezeAllCredentials(trx: Trx, workspaceId: string, now: string): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('credential')
    .set({ frozen_at: now, updated_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('frozen_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Returns when a credential of a workspace was last frozen, of those that are frozen now. */
export async function findLastFreezing(trx: Trx, workspaceId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('credential')
    .select((eb) => eb.fn.max('frozen_at').as('last'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return row?.last ?? null
}

/** Changes the time of all frozen credentials of a workspace. */
export async function freezeAgain(trx: Trx, workspaceId: string, at: string): Promise<void> {
  await trx
    .updateTable('credential')
    .set({ frozen_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('frozen_at', 'is not', null)
    .execute()
}

/** Returns those of the credentials with these ids that are frozen. */
export async function findFrozen(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('credential')
    .select('id')
    .where('id', 'in', ids)
    .where('frozen_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Records when the values were last issued, unless a later time is recorded. The version stays the same. */
export async function updateLastUse(
  trx: Trx,
  id: string,
  use: Pick<CredentialRow, 'last_used_at' | 'last_used_flow_id' | 'last_used_step_id'>,
): Promise<void> {
  await trx
    .updateTable('credential')
    .set(use)
    .where('id', '=', id)
    .where('last_used_at', '<', use.last_used_at)
    .execute()
}

/** Deletes a credential. @throws the database's foreign-key violation while a step of an active flow is bound to it */
export async function deleteCredential(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await trx.deleteFrom('credential').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** A reminder of the expiry, due for credentials that expire after `from` and until `until`. ISO 8601. */
export interface ExpiryReminder {
  /** How many days before the expiry it is due. */
  days: number
  from: string
  until: string
}

/**
 * Returns the credentials that expire within a window of time, according to the target, the values or the grant, and for
 * which this reminder was not sent. Excludes grants that can be refreshed and credentials that are failing.
 * @returns for each also `told`, which marks the reminder as sent in `credential.expiry_told`
 */
export async function findExpiringCredentials(
  db: Db | Trx,
  { days, from, until, id, limit }: ExpiryReminder & { id?: string; limit: number },
): Promise<{ id: string; workspaceId: string; expiresAt: string; told: string }[]> {
  const grantExpiry = sql<string>`coalesce(t.renew_at, t.ends_at)`
  const told = (expiry: 'r.expires_at' | 't.ends_at') => sql<string>`${sql.ref(expiry)} || ${` ${days}`}`
  const isTold = (expiry: 'r.expires_at' | 't.ends_at') =>
    // Before there were several reminders, the only one was sent 7 days before, and marked by the date alone.
    sql<boolean>`(c.expiry_told is not null and c.expiry_told in (${told(expiry)}, ${
      days === 7 ? sql.ref(expiry) : told(expiry)
    }))`
  const byTarget = db
    .selectFrom('receipt as r')
    .innerJoin('credential as c', (join) =>
      join.onRef('c.id', '=', 'r.credential_id').onRef('c.receipt_id', '=', 'r.id'),
    )
    .leftJoin('credential_token as t', (join) =>
      join.onRef('t.credential_id', '=', 'c.id').on('t.is_granted', '=', 1),
    )
    .where('t.credential_id', 'is', null)
    .where('r.expires_at', '>', from)
    .where('r.expires_at', '<=', until)
    .select(['c.id', 'c.workspace_id as workspaceId', 'r.expires_at as expiresAt'])
    .select(told('r.expires_at').as('told'))
    .where(({ not }) => not(isTold('r.expires_at')))
    .where('c.status', '!=', 'failing')
    .$if(id !== undefined, (query) => query.where('c.id', '=', id as string))
  const byGrant = db
    .selectFrom('credential_token as t')
    .innerJoin('credential as c', 'c.id', 't.credential_id')
    .where('t.is_granted', '=', 1)
    .where('t.lost_reason', 'is', null)
    .where('t.renew_at', 'is', null)
    .where(grantExpiry, '>', from)
    .where(grantExpiry, '<=', until)
    .select(['c.id', 'c.workspace_id as workspaceId', 't.ends_at as expiresAt'])
    .select(told('t.ends_at').as('told'))
    .where(({ not }) => not(isTold('t.ends_at')))
    .where('c.status', '!=', 'failing')
    .$if(id !== undefined, (query) => query.where('c.id', '=', id as string))
  const rows = await byTarget.unionAll(byGrant).limit(limit).execute()
  return rows.flatMap((row) => (row.expiresAt === null ? [] : { ...row, expiresAt: row.expiresAt }))
}
