import type { CredentialStatus } from '@stepkey/shared/credential'
import { type Kysely, sql } from 'kysely'
import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared, queryPerVariant } from '../../platform/database/prepared-query.ts'
import type { CredentialRow, CredentialTokenRow, ReceiptRow, Tables } from '../../platform/database/tables.ts'
import { foldName, prefixRange } from '../../platform/folded-name.ts'

/** A credential with its last receipt, its grant, and the number of active steps and flows that use it. */
export type CredentialListRow = Omit<CredentialRow, 'sealed' | 'expiry_told'> & {
  receipt: Omit<ReceiptRow, 'id' | 'credential_id'> | null
  /** The grant of a connected credential; null for other methods. */
  grant: Pick<
    CredentialTokenRow,
    'scopes' | 'ends_at' | 'renew_at' | 'lost_reason' | 'oauth_app_id' | 'refresh_failure'
  > | null
  use_count: number
  active_flow_count: number
}
/** A listed row with the sealed values. */
export type CredentialDetailRow = CredentialListRow & Pick<CredentialRow, 'sealed'>

function listed(db: Kysely<Tables>, workspaceId: string) {
  return db
    .selectFrom('credential as c')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .leftJoin('credential_token as t', (join) =>
      join.onRef('t.credential_id', '=', 'c.id').on('t.is_granted', '=', 1),
    )
    .where('c.workspace_id', '=', workspaceId)
    .select([
      'c.id',
      'c.workspace_id',
      'c.component_id',
      'c.method_id',
      'c.name',
      'c.name_folded',
      'c.seal_version',
      'c.version',
      'c.status',
      'c.identity',
      'c.receipt_id',
      'c.created_at',
      'c.updated_at',
      'r.outcome as r_outcome',
      'r.reason as r_reason',
      'r.target as r_target',
      'r.status_class as r_status_class',
      'r.identity as r_identity',
      'r.scopes as r_scopes',
      'r.expires_at as r_expires_at',
      'r.duration_ms as r_duration_ms',
      'r.checked_at as r_checked_at',
      't.is_granted as t_is_granted',
      't.scopes as t_scopes',
      't.ends_at as t_ends_at',
      't.renew_at as t_renew_at',
      't.lost_reason as t_lost_reason',
      't.oauth_app_id as t_oauth_app_id',
      't.refresh_failure as t_refresh_failure',
    ])
    .select((eb) => {
      const uses = eb
        .selectFrom('credential_use as u')
        .whereRef('u.workspace_id', '=', 'c.workspace_id')
        .whereRef('u.component_id', '=', 'c.component_id')
        .whereRef('u.credential_id', '=', 'c.id')
      return [
        uses.select((u) => u.fn.countAll<number>().as('n')).as('use_count'),
        uses.select((u) => u.fn.count<number>('u.flow_id').distinct().as('n')).as('active_flow_count'),
      ]
    })
}

type Joined = Awaited<ReturnType<ReturnType<typeof listed>['execute']>>[number]

function splitJoined<Row extends Joined>(row: Row) {
  const {
    r_outcome,
    r_reason,
    r_target,
    r_status_class,
    r_identity,
    r_scopes,
    r_expires_at,
    r_duration_ms,
    r_checked_at,
    t_is_granted,
    t_scopes,
    t_ends_at,
    t_renew_at,
    t_lost_reason,
    t_oauth_app_id,
    t_refresh_failure,
    ...credential
  } = row
  const grant =
    t_is_granted === null
      ? null
      : {
          scopes: t_scopes,
          ends_at: t_ends_at,
          renew_at: t_renew_at,
          lost_reason: t_lost_reason,
          oauth_app_id: t_oauth_app_id,
          refresh_failure: t_refresh_failure,
        }
  const receipt =
    r_outcome === null || r_duration_ms === null || r_checked_at === null
      ? null
      : {
          outcome: r_outcome,
          reason: r_reason,
          target: r_target,
          status_class: r_status_class,
          identity: r_identity,
          scopes: r_scopes,
          expires_at: r_expires_at,
          duration_ms: r_duration_ms,
          checked_at: r_checked_at,
        }
  return {
    ...credential,
    receipt,
    grant,
    use_count: credential.use_count ?? 0,
    active_flow_count: credential.active_flow_count ?? 0,
  }
}

const findListed = prepared((db, workspaceId: string, id: string) =>
  listed(db, workspaceId).select('c.sealed').where('c.id', '=', id),
)

/** Returns a credential of a workspace with its sealed values. */
export async function findCredential(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<CredentialDetailRow | undefined> {
  const [row] = await findListed(db, workspaceId, id)
  return row && splitJoined(row)
}

/** The filters and the position of a page. */
export interface PageQuery {
  componentId?: string
  ids?: readonly string[]
  status?: CredentialStatus
  search?: string
  /** The folded name and the id of the last row of the previous page. */
  after?: [string, string]
  limit: number
}

type Filter = 'componentId' | 'search' | 'after'

/**
 * Returns the prepared query of a page. The shape lists the filters, the status and the number of ids, as in
 * `componentId search/failing/3`. The last parameters are the ids.
 */
const pageQuery = queryPerVariant((shape: `${string}/${CredentialStatus | ''}/${number | ''}`) => {
  const [set = '', status, idCount] = shape.split('/')
  const filters = new Set(set.split(' ') as Filter[])
  const parameterCount = 7 + Number(idCount)
  const query = (db: Db | Trx, ...parameters: PageParameters) => {
    const [workspaceId, componentId, from, below, name, id, limit, ...ids] = parameters
    let rows = listed(db, workspaceId)
    if (filters.has('componentId')) rows = rows.where('c.component_id', '=', componentId)
    if (idCount) rows = rows.where('c.id', 'in', ids)
    if (status) rows = rows.where('c.status', '=', status === 'reconnect' ? 'failing' : (status as 'failing'))
    if (status === 'reconnect') rows = rows.where('t.lost_reason', 'is not', null)
    if (status === 'failing') rows = rows.where('t.lost_reason', 'is', null)
    if (filters.has('search'))
      rows = rows.where('c.name_folded', '>=', from).where('c.name_folded', '<', below)
    if (filters.has('after'))
      rows = rows.where((eb) => eb(eb.refTuple('c.name_folded', 'c.id'), '>', eb.tuple(name, id)))
    return rows.orderBy('c.name_folded').orderBy('c.id').limit(limit)
  }
  return prepared(query, { parameterCount })
})
type PageParameters = [
  workspaceId: string,
  componentId: string,
  from: string,
  below: string,
  name: string,
  id: string,
  limit: number,
  ...ids: string[],
]

/** Returns a page of credentials, sorted by name (keyset pagination). */
export async function findCredentialPage(
  db: Db,
  workspaceId: string,
  query: PageQuery,
): Promise<CredentialListRow[]> {
  const { componentId, ids, status, search, after, limit } = query
  const filters = Object.entries({ componentId, search, after }).flatMap(([name, value]) =>
    value ? name : [],
  )
  const page = pageQuery(`${filters.join(' ')}/${status ?? ''}/${ids?.length ?? ''}`)
  const [from, below] = prefixRange(search ?? '')
  const [name, id] = after ?? ['', '']
  return (await page(db, workspaceId, componentId ?? '', from, below, name, id, limit, ...(ids ?? []))).map(
    splitJoined,
  )
}

/** Whether no credential of the component has this name, apart from the credential `except`. */
export async function isNameFree(
  db: Db,
  {
    workspaceId,
    componentId,
    name,
    except,
  }: { workspaceId: string; componentId: string; name: string; except?: string },
): Promise<boolean> {
  const taken = await db
    .selectFrom('credential')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .where('name_folded', '=', foldName(name))
    .executeTakeFirst()
  return taken === undefined || taken.id === except
}

/** Locks a credential's row for the rest of the transaction. Other changes and flow activations wait for it. */
export async function lockCredential(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<CredentialRow | undefined> {
  return await trx
    .selectFrom('credential')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Inserts a credential. @throws the database's unique violation when its name is taken */
export async function insertCredential(trx: Trx, row: CredentialRow): Promise<void> {
  await trx.insertInto('credential').values(row).execute()
}

/** Changes a credential. Lock its row first. */
export async function updateCredentialRow(
  trx: Trx,
  id: string,
  change: Partial<CredentialRow>,
): Promise<void> {
  await trx.updateTable('credential').set(change).where('id', '=', id).execute()
}

/** Deletes a credential. @throws the database's foreign-key violation while a step of an active flow is bound to it */
export async function deleteCredential(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await trx.deleteFrom('credential').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Deletes the receipts of a credential. */
export async function deleteReceipts(trx: Trx, credentialId: string): Promise<void> {
  await trx.deleteFrom('receipt').where('credential_id', '=', credentialId).execute()
}

/** Inserts a receipt. */
export async function insertReceipt(trx: Trx, row: ReceiptRow): Promise<void> {
  await trx.insertInto('receipt').values(row).execute()
}

/**
 * Returns the credentials that expire within a window of time, according to the target or the grant, and for whose
 * expiry no event was emitted. Excludes grants that can be refreshed and credentials that are failing.
 */
export async function findExpiringCredentials(
  db: Db | Trx,
  { from, until, id, limit }: { from: string; until: string; id?: string; limit: number },
): Promise<{ id: string; workspaceId: string; expiresAt: string }[]> {
  const grantExpiry = sql<string>`coalesce(t.renew_at, t.ends_at)`
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
    .where((eb) =>
      eb.or([eb('c.expiry_told', 'is', null), eb('c.expiry_told', '!=', eb.ref('r.expires_at'))]),
    )
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
    .where((eb) => eb.or([eb('c.expiry_told', 'is', null), eb('c.expiry_told', '!=', eb.ref('t.ends_at'))]))
    .where('c.status', '!=', 'failing')
    .$if(id !== undefined, (query) => query.where('c.id', '=', id as string))
  const rows = await byTarget.unionAll(byGrant).limit(limit).execute()
  return rows.flatMap((row) => (row.expiresAt === null ? [] : { ...row, expiresAt: row.expiresAt }))
}
