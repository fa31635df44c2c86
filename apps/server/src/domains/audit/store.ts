import type { ListAudit } from '@stepkey/shared/audit'
import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { AuditHeadRow, AuditRow } from '../../platform/database/tables.ts'

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

/** An entry with the current name of its actor. */
export type NamedEntryRow = AuditRow & { actor_name: string | null }

/** Returns a page of entries, the newest first, with the current names of their actors. */
export async function findEntryPage(
  db: Db,
  workspaceId: string,
  { action, outcome, actorId, subjectId, from, to }: NonNullable<ListAudit>,
  { before, limit, table = 'audit' }: { before: number | undefined; limit: number; table?: LogTable },
): Promise<NamedEntryRow[]> {
  return await db
    .selectFrom(`${table} as a` as 'audit as a')
    .leftJoin('account as p', (join) =>
      join.onRef('p.id', '=', 'a.actor_id').on('a.actor_kind', '=', 'person'),
    )
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.id', '=', 'a.actor_id').on('a.actor_kind', '=', 'api_key'),
    )
    .selectAll('a')
    .select((eb) => eb.fn.coalesce('p.name', 'k.name').as('actor_name'))
    .where('a.workspace_id', '=', workspaceId)
    .$if(before !== undefined, (query) => query.where('a.seq', '<', before as number))
    .$if(action !== undefined, (query) => query.where('a.action', '=', action as string))
    .$if(outcome !== undefined, (query) => query.where('a.outcome', '=', outcome as 'done'))
    .$if(actorId !== undefined, (query) => query.where('a.actor_id', '=', actorId as string))
    .$if(subjectId !== undefined, (query) => query.where('a.subject_id', '=', subjectId as string))
    .$if(from !== undefined, (query) => query.where('a.at', '>=', from as string))
    .$if(to !== undefined, (query) => query.where('a.at', '<', to as string))
    .orderBy('a.seq', 'desc')
    .limit(limit)
    .execute()
}
