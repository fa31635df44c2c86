import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { contains } from '../../platform/database/contains.ts'
import { type Db, type Engine, engineOf, type Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { AuditHeadRow, AuditRow } from '../../platform/database/tables.ts'
import type { AuditSearch, AuditWord } from './audit-search.ts'

/** The columns of an entry. */
export const COLUMNS = [
  'workspace_id',
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'action',
  'outcome',
  'subject_id',
  'detail',
  'address',
  'mac',
] as const satisfies (keyof AuditRow)[]

const lockWorkspace = prepared((trx, workspaceId: string) =>
  trx.selectFrom('workspace').select('id').where('id', '=', workspaceId).forKeyShare(),
)

const lockExistingHead = prepared((trx, workspaceId: string) =>
  trx.selectFrom('audit_head').selectAll().where('workspace_id', '=', workspaceId).forUpdate(),
)

/**
 * Returns the head of a workspace's hash chain and locks it, which serializes appends. Creates it if it is missing.
 * @param origin the MAC that precedes the first entry
 */
export async function lockChainHead(trx: Trx, workspaceId: string, origin: Buffer): Promise<AuditHeadRow> {
  // Lock the workspace before the head, as its deletion does, to prevent deadlocks.
  await lockWorkspace(trx, workspaceId)
  const [head] = await lockExistingHead(trx, workspaceId)
  if (head) return head
  await trx
    .insertInto('audit_head')
    .values({ workspace_id: workspaceId, seq: 0, mac: origin })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const [first] = await lockExistingHead(trx, workspaceId)
  if (!first) throw new Error('The head of the audit log could not be created.')
  return first
}

/** Prepared insert statements by number of rows: a few sizes, so that each is prepared only once. */
const inserts = new Map(
  [64, 16, 4, 1].map((size) => [
    size,
    prepared(
      (trx, ...cells: unknown[]) =>
        trx.insertInto('audit').values(Array.from({ length: size }, (_, row) => rowOf(cells, row))),
      { parameterCount: size * COLUMNS.length },
    ),
  ]),
)

/** Appends consecutive entries of one workspace, and moves the head of its chain. */
export async function insertEntries(trx: Trx, rows: readonly AuditRow[]): Promise<void> {
  let rest = rows
  for (const [size, insert] of inserts) {
    for (; rest.length >= size; rest = rest.slice(size)) {
      await insert(trx, ...rest.slice(0, size).flatMap((row) => COLUMNS.map((column) => row[column])))
    }
  }
  const last = rows.at(-1)
  if (last) await moveHead(trx, last.seq, last.mac, last.workspace_id)
}

const moveHead = prepared((trx, seq: number, mac: Buffer, workspaceId: string) =>
  trx.updateTable('audit_head').set({ seq, mac }).where('workspace_id', '=', workspaceId),
)

const rowOf = (cells: readonly unknown[], row: number) =>
  Object.fromEntries(COLUMNS.map((column, at) => [column, cells[row * COLUMNS.length + at]])) as never

/** Returns the head of a workspace's hash chain, without locking it. */
export async function findChainHead(db: Db | Trx, workspaceId: string): Promise<AuditHeadRow | undefined> {
  return await db
    .selectFrom('audit_head')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
}

/** Returns the heads of all audit logs with entries, in the order of their workspaces, after `workspaceId`. */
export async function findHeadsAfter(db: Db, workspaceId: string, limit: number): Promise<AuditHeadRow[]> {
  return await db
    .selectFrom('audit_head')
    .selectAll()
    .where('workspace_id', '>', workspaceId)
    .where('seq', '>', 0)
    .orderBy('workspace_id')
    .limit(limit)
    .execute()
}

/** The table of an audit log: of a workspace, or of a deleted organization. */
export type LogTable = 'audit' | 'deleted_audit'

/** Returns the MAC of one entry. */
export async function findEntryMac(
  db: Db,
  workspaceId: string,
  seq: number,
  table: LogTable = 'audit',
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom(table)
    .select('mac')
    .where('workspace_id', '=', workspaceId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.mac
}

/** Returns the entries after `seq`, the oldest first. */
export async function findEntriesAfter(
  db: Db | Trx,
  workspaceId: string,
  seq: number,
  limit: number,
  table: LogTable = 'audit',
): Promise<AuditRow[]> {
  return await db
    .selectFrom(table)
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** Counts the entries since a time that have the action and a detail of this name. */
export async function countEntriesSince(
  trx: Trx,
  workspaceId: string,
  { action, since, detail }: { action: string; since: string; detail: string },
): Promise<number> {
  const { n } = await trx
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspaceId)
    .where('action', '=', action)
    .where('at', '>', since)
    // JSON escapes quotes inside of strings, so this pattern matches only a name.
    .where('detail', 'like', `%"${detail}":%`)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** An entry with the current name of its actor, and of the account that it concerns. */
export type NamedEntryRow = AuditRow & { actor_name: string | null; account_name: string | null }

/** The filters of a page. */
export interface EntryFilter {
  action?: string | undefined
  actions?: readonly string[] | undefined
  outcome?: AuditRow['outcome'] | undefined
  actorId?: string | undefined
  subjectId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  search?: AuditSearch | undefined
}

interface EntryPage {
  before: number | undefined
  limit: number
  table?: LogTable
}

/** Returns a page of entries, the newest first, with the current names of their actors. */
export async function findEntryPage(
  db: Db,
  workspaceId: string,
  filter: EntryFilter,
  page: EntryPage,
): Promise<NamedEntryRow[]> {
  const { limit, table = 'audit' } = page
  const conditions = conditionsOf(engineOf(db), workspaceId, filter, page)
  const streams = streamsOf(engineOf(db), filter)
  if (streams?.length === 0) return []
  return await db
    .selectFrom(`${table} as a` as 'audit as a')
    .leftJoin('account as p', (join) =>
      join.onRef('p.id', '=', 'a.actor_id').on('a.actor_kind', '=', 'person'),
    )
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 'a.actor_id').on('a.actor_kind', '=', 'api_key'),
    )
    .leftJoin('account as s', 's.id', 'a.subject_id')
    .selectAll('a')
    .select((eb) => [eb.fn.coalesce('p.name', 'k.name').as('actor_name'), 's.name as account_name'])
    .where(
      streams
        ? sql<SqlBool>`a.workspace_id = ${workspaceId} and a.seq in (
            select seq from (${sql.join(
              streams.map(
                (stream) => sql`
                  select seq from (
                    select a.seq from ${sql.table(table)} as a where ${sql.join([stream, ...conditions], sql` and `)}
                    order by a.seq desc limit ${limit}
                  ) as stream`,
              ),
              sql` union `,
            )}) as found order by seq desc limit ${limit})`
        : sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
    )
    .orderBy('a.seq', 'desc')
    .limit(limit)
    .execute()
}

/** Returns the conditions for an entry `a`. */
function conditionsOf(
  engine: Engine,
  workspaceId: string,
  { action, actions, outcome, actorId, subjectId, from, to, search }: EntryFilter,
  { before }: EntryPage,
): RawBuilder<unknown>[] {
  return [
    sql`a.workspace_id = ${workspaceId}`,
    ...(before !== undefined ? [sql`a.seq < ${before}`] : []),
    ...(action !== undefined ? [sql`a.action = ${action}`] : []),
    ...(actions !== undefined ? [sql`a.action in (${sql.join(actions)})`] : []),
    // A literal, because the index of refusals could not be used for a parameter.
    ...(outcome !== undefined ? [sql`a.outcome = ${sql.lit(outcome)}`] : []),
    ...(actorId !== undefined ? [sql`a.actor_id = ${actorId}`] : []),
    ...(subjectId !== undefined ? [sql`a.subject_id = ${subjectId}`] : []),
    ...(from !== undefined ? [sql`a.at >= ${from}`] : []),
    ...(to !== undefined ? [sql`a.at < ${to}`] : []),
    ...(search?.words ?? []).map((word) => hasWord(engine, word)),
  ]
}

/**
 * Returns conditions of which every matching entry fulfils one, if that is faster than going through the log. Each is
 * the beginning of an index that ends with the number of the entry, so the newest entries are found without sorting.
 */
function streamsOf(
  engine: Engine,
  { action, actions, outcome, actorId, subjectId, search }: EntryFilter,
): RawBuilder<unknown>[] | undefined {
  if (search) {
    return [
      ...search.actorIds.map((id) => sql`a.actor_id = ${id}`),
      ...search.subjectIds.flatMap((id) => [
        sql`a.subject_id = ${id}`,
        sql`${flowIdOf(engine)} = ${id} and ${flowIdOf(engine)} is not null`,
      ]),
    ]
  }
  if (!actions || action || outcome === 'refused' || actorId || subjectId) return undefined
  return [...new Set(actions)].map((each) => sql`a.action = ${each}`)
}

/** The flow that an entry names besides its subject. The same expression as in the index `audit_flow`. */
const flowIdOf = (engine: Engine) =>
  engine === 'sqlite' ? sql`(a.detail ->> 'flowId')` : sql`((a.detail::json) ->> 'flowId')`

/**
 * Returns the condition for a word to occur in the name of the actor, the subject or the flow of an entry. The subject of
 * a refused creation is no single object, so only the name in the entry itself counts.
 */
const hasWord = (engine: Engine, { text, actorIds }: AuditWord): RawBuilder<unknown> => sql`(
  exists (
    select 1 from audit_subject_name as n
    where n.workspace_id = a.workspace_id and n.subject_id in (a.subject_id, ${flowIdOf(engine)})
      and ${contains(engine, 'n.search_text', text)}
      and (n.subject_id <> a.subject_id or a.outcome = 'done' or a.action not like '%.created'
        or n.name = ${engine === 'sqlite' ? sql`a.detail ->> 'name'` : sql`a.detail::json ->> 'name'`})
  )
  ${actorIds.length > 0 ? sql`or a.actor_id in (${sql.join(actorIds)})` : sql``}
)`
