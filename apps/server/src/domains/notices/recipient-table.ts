import { NOTICE_KINDS, type NoticeDelivery, type NoticeKind } from '@stepkey/shared/notice'
import { sql } from 'kysely'
import { isUsedByActiveFlow } from '../../platform/database/credential-in-use.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRow, NoticeSettingRow, RevocationRow } from '../../platform/database/tables.ts'

/** Rows that are read at a time. */
const BATCH = 500

/** What a notice says of a credential, or decides on. */
export type ToldCredential = Pick<
  CredentialRow,
  'id' | 'component_id' | 'owner' | 'name' | 'status' | 'frozen_at'
> & {
  /** Why the grant was lost. */
  lost_reason: string | null
  /** When the credential expires: as its target reported, and as its token says. */
  expires_at: string | null
  ends_at: string | null
  /** Whether active flows use it. */
  is_used: boolean
}

/** Returns credentials of a workspace by id. */
export async function findTold(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, ToldCredential>> {
  const found = new Map<string, ToldCredential>()
  for (let n = 0; n < ids.length; n += BATCH) {
    const rows = await trx
      .selectFrom('credential as c')
      .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
      .leftJoin('credential_token as t', (join) =>
        join.onRef('t.credential_id', '=', 'c.id').on('t.is_granted', '=', 1),
      )
      .where('c.id', 'in', ids.slice(n, n + BATCH))
      .where('c.workspace_id', '=', workspaceId)
      .select(['c.id', 'c.component_id', 'c.owner', 'c.name', 'c.status', 'c.frozen_at'])
      .select(['t.lost_reason', 'r.expires_at', 't.ends_at'])
      .select(isUsedByActiveFlow.as('is_used'))
      .execute()
    for (const row of rows) found.set(row.id, { ...row, is_used: Boolean(row.is_used) })
  }
  return found
}

/** What a notice says of a revocation that was given up. */
export type ToldRevocation = Pick<RevocationRow, 'id' | 'component_id' | 'name' | 'is_grant'>

/** Returns the revocations of a workspace with these ids that were given up. */
export async function findToldRevocations(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, ToldRevocation>> {
  const found = new Map<string, ToldRevocation>()
  for (let n = 0; n < ids.length; n += BATCH) {
    const rows = await trx
      .selectFrom('revocation')
      .select(['id', 'component_id', 'name', 'is_grant'])
      .where('id', 'in', ids.slice(n, n + BATCH))
      .where('workspace_id', '=', workspaceId)
      .where('status', '=', 'failed')
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

/** The delivery of members who have not chosen: owners and admins are told at once. */
const delivery = sql<NoticeDelivery>`coalesce(s.delivery, case when m.role in ('owner', 'admin') then 'at_once' else 'off' end)`

const selectMembers = (db: Db | Trx, workspaceId: string) =>
  db
    .selectFrom('membership as m')
    .leftJoin('notice_setting as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.account_id', '=', 'm.account_id'),
    )
    .where('m.workspace_id', '=', workspaceId)

/** A member or a chat channel that is told. */
export interface Recipient {
  accountId: string | null
  channelId: string | null
  kinds: NoticeKind[]
  /** Events before this time are not told, ISO 8601. */
  since: string
}

const kindsOf = (json: string | null): NoticeKind[] =>
  json === null ? [...NOTICE_KINDS] : (JSON.parse(json) as NoticeKind[])

/** Returns the members who are told in this way. */
export async function findMembersToTell(
  trx: Trx,
  workspaceId: string,
  way: 'at_once' | 'daily',
): Promise<Recipient[]> {
  const rows = await selectMembers(trx, workspaceId)
    .where(delivery, '=', way)
    .select(['m.account_id', 's.kinds'])
    .select((eb) => eb.fn.coalesce('s.since', 'm.joined_at').as('since'))
    .orderBy('m.account_id')
    .execute()
  return rows.map(({ account_id, kinds, since }) => ({
    accountId: account_id,
    channelId: null,
    kinds: kindsOf(kinds),
    since,
  }))
}

/** Returns the enabled chat channels that are told in this way. */
export async function findChannelsToTell(
  trx: Trx,
  workspaceId: string,
  way: 'at_once' | 'daily',
): Promise<Recipient[]> {
  const rows = await trx
    .selectFrom('chat_channel')
    .where('workspace_id', '=', workspaceId)
    .where('is_enabled', '=', 1)
    .where('delivery', '=', way)
    .select(['id', 'kinds', 'since'])
    .orderBy('id')
    .execute()
  return rows.map(({ id, kinds, since }) => ({
    accountId: null,
    channelId: id,
    kinds: kindsOf(kinds),
    since,
  }))
}

/** Returns the setting of a member, with the address and the default of the role; undefined for others. */
export async function findSetting(db: Db | Trx, workspaceId: string, accountId: string) {
  const row = await selectMembers(db, workspaceId)
    .innerJoin('account as a', 'a.id', 'm.account_id')
    .where('m.account_id', '=', accountId)
    .select(['s.kinds', 'a.email'])
    .select((eb) => eb.fn.coalesce('s.since', 'm.joined_at').as('since'))
    .select(delivery.as('delivery'))
    .executeTakeFirst()
  return row && { ...row, kinds: kindsOf(row.kinds), isDefault: row.kinds === null }
}

/** Stores the setting of a member. */
export async function upsertSetting(trx: Trx, row: NoticeSettingRow): Promise<void> {
  await trx
    .insertInto('notice_setting')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'account_id'])
        .doUpdateSet({ delivery: row.delivery, kinds: row.kinds, since: row.since }),
    )
    .execute()
}

/** Returns the name of a workspace. */
export async function findWorkspaceName(trx: Trx, workspaceId: string): Promise<string> {
  const row = await trx
    .selectFrom('workspace')
    .select('name')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return row.name
}
