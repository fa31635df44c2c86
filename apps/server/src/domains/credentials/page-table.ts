import { setImmediate } from 'node:timers/promises'
import type { CredentialSort, CredentialUse, StatusFilter } from '@stepkey/shared/credential'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isUsedByActiveFlow } from '../../platform/database/credential-in-use.ts'
import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import { type Db, engineOf, type Trx } from '../../platform/database/database.ts'
import { prepared, queryPerVariant } from '../../platform/database/prepared-query.ts'
import { type CredentialListRow, selectListed, splitJoined } from './listed-table.ts'
import { hasWord, type RareWord, rarestWord, type SearchedWord } from './search-table.ts'
import { hasTag } from './tag-table.ts'

/** The filters, the order and the position of a page. */
export interface PageQuery {
  componentId?: string
  ids?: readonly string[]
  methodId?: string
  status?: StatusFilter
  /** The id of the person or API key that created the credentials. */
  createdBy?: string
  /** Only credentials of this owner; empty for the workspace itself. */
  owner?: string
  /** Only credentials with all these tags, each as `key:value` or `key`. */
  tags?: readonly string[]
  use?: CredentialUse
  /** Only credentials whose access ends before this time, ISO 8601. */
  endsBefore?: string
  /** Only credentials in which all words occur. */
  words?: readonly SearchedWord[]
  sort: CredentialSort
  /** What the last row of the previous page is sorted by, and its id. */
  after?: [string, string]
  /** The position of the last credential to go through. */
  until?: [string, string]
  limit: number
  /** Before this time a credential counts as not used for long, ISO 8601. */
  idleSince: string
}

/** The columns by which credentials are sorted. Each has an index with workspace and id. */
const sortColumns = {
  name: 'name_order',
  updatedAt: 'updated_at',
  lastUsedAt: 'last_used_at',
} as const

/** Returns what a row is sorted by, and its id. */
export function positionOf(row: CredentialListRow, sort: CredentialSort): [string, string] {
  return [row[sortColumns[columnOf(sort)]], row.id]
}

const columnOf = (sort: CredentialSort) => sort.replace('-', '') as keyof typeof sortColumns

/** Returns a page of credentials (keyset pagination). */
export async function findCredentialPage(
  db: Db,
  scope: CredentialScope,
  query: PageQuery,
): Promise<CredentialListRow[]> {
  const { workspaceId } = scope
  const { componentId, ids, after, limit, words = [] } = query
  const isPlain =
    query.sort === 'name' &&
    !words.length &&
    !(query.methodId ?? query.status ?? query.createdBy ?? query.use ?? query.endsBefore ?? query.tags) &&
    query.owner === undefined &&
    !scope.reach
  if (isPlain) {
    const shape = `${componentId === undefined ? '' : 'componentId'}/${after ? 'after' : ''}/${ids?.length ?? ''}`
    const parameters = [workspaceId, componentId ?? '', ...(after ?? ['', '']), limit, ...(ids ?? [])]
    const rows = await plainPage(shape as PlainShape)(db, ...(parameters as PlainParameters))
    return rows.map(splitJoined)
  }
  const rare = await findRareWord(db, scope, words)
  const rows: CredentialListRow[] = []
  for await (const part of partsOf(db, scope, query, rare)) {
    const found = await selectPage(db, scope, { ...part, limit: limit - rows.length }, rare).execute()
    rows.push(...found.map(splitJoined))
    if (rows.length === limit) break
  }
  return rows
}

/** Returns how many credentials match, `limit` at most. */
export async function countMatching(db: Db, scope: CredentialScope, query: PageQuery): Promise<number> {
  const { words = [] } = query
  const rare = await findRareWord(db, scope, words)
  let count = 0
  for await (const part of partsOf(db, scope, query, rare)) {
    const { matching } = await db
      .selectFrom(selectPage(db, scope, { ...part, limit: query.limit - count }, rare).as('page'))
      .select((eb) => eb.fn.countAll<number>().as('matching'))
      .executeTakeFirstOrThrow()
    count += Number(matching)
    if (count === query.limit) break
  }
  return count
}

/**
 * Returns a rare word of a search, by which credentials are looked up. Not for callers who see only those of some customers:
 * the time of the look-up depends on how many credentials of others have the word, and these few need none.
 */
async function findRareWord(
  db: Db,
  { workspaceId, reach }: CredentialScope,
  words: readonly SearchedWord[],
): Promise<RareWord | undefined> {
  const isOfCustomers = reach?.owners?.every((owner) => owner !== '')
  return words.length > 0 && !isOfCustomers ? await rarestWord(db, workspaceId, words) : undefined
}

/** Credentials that one query goes through at most, so that a search for what few of them have lets others run between. */
const PART = 5000
/** Statuses that few credentials have, and that an index finds. */
const RARE_STATUSES: readonly (StatusFilter | undefined)[] = [
  'failing',
  'reconnect',
  'needs_repair',
  'frozen',
  'unverified',
]

/** Splits a query into parts that each go through a bounded number of credentials, unless an index finds them. */
async function* partsOf(
  db: Db,
  { workspaceId, reach }: CredentialScope,
  query: PageQuery,
  rare: RareWord | undefined,
): AsyncGenerator<PageQuery> {
  if (
    rare ??
    query.ids ??
    query.endsBefore ??
    query.owner ??
    reach?.owners ??
    query.tags ??
    RARE_STATUSES.includes(query.status)
  ) {
    yield query
    return
  }
  for (let { after } = query; ; ) {
    const until = await findPosition(db, workspaceId, { ...query, after }, PART)
    yield { ...query, after, until }
    if (!until) return
    after = until
    await setImmediate()
  }
}

/** Returns the position of the n-th credential after a position, whatever the other filters; undefined if there are fewer. */
async function findPosition(
  db: Db,
  workspaceId: string,
  { componentId, sort, after }: PageQuery,
  n: number,
): Promise<[string, string] | undefined> {
  const column = `c.${sortColumns[columnOf(sort)]}` as const
  const isDescending = sort.startsWith('-')
  const direction = isDescending ? 'desc' : 'asc'
  let rows = db
    .selectFrom('credential as c')
    .select([`${column} as value`, 'c.id'])
    .where('c.workspace_id', '=', workspaceId)
  if (componentId !== undefined) rows = rows.where('c.component_id', '=', componentId)
  if (after) rows = rows.where(isBeyond(column, isDescending ? '<' : '>', after))
  const row = await rows
    .orderBy(column, direction)
    .orderBy('c.id', direction)
    .offset(n - 1)
    .limit(1)
    .executeTakeFirst()
  return row && [row.value, row.id]
}

/** Compares the position of a credential `c`. */
const isBeyond = (
  column: `c.${(typeof sortColumns)[keyof typeof sortColumns]}`,
  operator: '<' | '>' | '<=' | '>=',
  [value, id]: [string, string],
) => sql<SqlBool>`(${sql.ref(column)}, c.id) ${sql.raw(operator)} (${value}, ${id})`

/** The filters and the number of ids, as in `componentId/after/3`. The last parameters are the ids. */
type PlainShape = `${'componentId' | ''}/${'after' | ''}/${number | ''}`
type PlainParameters = [
  workspaceId: string,
  componentId: string,
  name: string,
  id: string,
  limit: number,
  ...ids: string[],
]

/** Returns the prepared query of the pages that pickers and cards show. */
const plainPage = queryPerVariant((shape: PlainShape) => {
  const [component, position, idCount] = shape.split('/')
  const query = (db: Db | Trx, ...parameters: PlainParameters) => {
    const [workspaceId, componentId, name, id, limit, ...ids] = parameters
    return selectPage(
      db,
      { workspaceId },
      {
        ...(component && { componentId }),
        ...(position && { after: [name, id] as [string, string] }),
        ...(idCount && { ids }),
        sort: 'name',
        limit,
        idleSince: '',
      },
    )
  }
  return prepared(query, { parameterCount: 5 + Number(idCount) })
})

function selectPage(db: Db | Trx, scope: CredentialScope, query: PageQuery, rare?: RareWord) {
  const { workspaceId } = scope
  const { componentId, ids, methodId, status, createdBy, owner, tags = [], use, endsBefore } = query
  const { words = [], after, until } = query
  let rows = selectListed(db, workspaceId, { isById: rare !== undefined })
  if (componentId !== undefined) rows = rows.where('c.component_id', '=', componentId)
  if (ids) rows = rows.where('c.id', 'in', ids)
  if (methodId !== undefined) rows = rows.where('c.method_id', '=', methodId)
  // Frozen ones count as failing, too, if they are.
  if (status === 'needs_repair') rows = rows.where('c.status', '=', 'failing')
  else if (status) {
    rows = rows.where('c.frozen_at', status === 'frozen' ? 'is not' : 'is', null)
    if (status !== 'frozen') rows = rows.where('c.status', '=', status === 'reconnect' ? 'failing' : status)
    if (status === 'reconnect') rows = rows.where('t.lost_reason', 'is not', null)
    if (status === 'failing') rows = rows.where('t.lost_reason', 'is', null)
  }
  if (createdBy !== undefined) rows = rows.where('c.created_by', '=', createdBy)
  if (scope.reach) rows = rows.where(isInReach('c', scope.reach))
  if (owner !== undefined) rows = rows.where('c.owner', '=', owner)
  for (const tag of tags) rows = rows.where(hasTag(workspaceId, tag))
  if (use) rows = rows.where(useConditions[use](query.idleSince))
  if (endsBefore !== undefined) rows = rows.where(accessEndsBefore(endsBefore))
  if (rare) rows = rows.where('c.id', 'in', rare.ids)
  const engine = engineOf(db)
  for (const word of words) rows = rows.where(hasWord(engine, word))

  const column = `c.${sortColumns[columnOf(query.sort)]}` as const
  const isDescending = query.sort.startsWith('-')
  if (after) rows = rows.where(isBeyond(column, isDescending ? '<' : '>', after))
  if (until) rows = rows.where(isBeyond(column, isDescending ? '>=' : '<=', until))
  const direction = isDescending ? 'desc' : 'asc'
  return rows.orderBy(column, direction).orderBy('c.id', direction).limit(query.limit)
}

/** Whether a flow, active or not, has a step that is bound to a credential `c`, or lately got it for a customer. */
const isInFlow = sql<SqlBool>`(
  exists (select 1 from flow_step as s where s.credential_id = c.id)
  or exists (select 1 from owner_issue as i where i.credential_id = c.id)
)`

const useConditions: Record<CredentialUse, (idleSince: string) => RawBuilder<SqlBool>> = {
  active: () => isUsedByActiveFlow,
  inactive: () => sql`${isInFlow} and not ${isUsedByActiveFlow}`,
  none: () => sql`not ${isInFlow}`,
  never: () => sql`c.last_used_at = ${''}`,
  // A new credential is not idle, because there was no time to use it.
  idle: (idleSince) => sql`c.last_used_at < ${idleSince} and c.created_at < ${idleSince}`,
}

/** Whether the access of a credential `c` ends: as its target said, or as its grant says if it can't be refreshed. */
const accessEndsBefore = (time: string) => sql<SqlBool>`(
  c.id in (
    select e.credential_id from receipt as e where e.expires_at <= ${time}
    union all
    select e.credential_id from credential_token as e where e.ends_at <= ${time}
  )
  and case when t.is_granted is null then r.expires_at else t.ends_at end <= ${time}
  and t.renew_at is null and t.lost_reason is null
)`
