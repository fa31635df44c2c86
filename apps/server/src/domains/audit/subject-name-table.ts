import { sql } from 'kysely'
import { contains } from '../../platform/database/contains.ts'
import { type Db, engineOf, type Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { AuditSubjectNameRow } from '../../platform/database/tables.ts'
import { foldAccents } from '../../platform/search-text.ts'

const insertName = prepared(
  (trx, workspaceId: string, subjectId: string, name: string, searchText: string, seq: number) =>
    trx
      .insertInto('audit_subject_name')
      .values({ workspace_id: workspaceId, subject_id: subjectId, name, search_text: searchText, seq })
      .onConflict((conflict) => conflict.doNothing()),
)

/** Stores the name that an entry records for its subject, unless an earlier entry has recorded it. */
export async function insertSubjectName(
  trx: Trx,
  {
    workspaceId,
    subjectId,
    name,
    seq,
  }: { workspaceId: string; subjectId: string; name: string; seq: number },
): Promise<void> {
  await insertName(trx, workspaceId, subjectId, name, foldAccents(name), seq)
}

/** Returns all names that the entries of a workspace record for some subjects, the newest first. */
export async function findSubjectNames(
  db: Db,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Pick<AuditSubjectNameRow, 'subject_id' | 'name' | 'seq'>[]> {
  if (subjectIds.length === 0) return []
  return await db
    .selectFrom('audit_subject_name')
    .select(['subject_id', 'name', 'seq'])
    .where('workspace_id', '=', workspaceId)
    .where('subject_id', 'in', subjectIds)
    .orderBy('seq', 'desc')
    .execute()
}

/** Returns the ids of the subjects that had a name with a word in it, those with the newest names first. */
export async function findSubjectIdsWith(
  db: Db,
  workspaceId: string,
  word: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_subject_name')
    .select('subject_id')
    .where('workspace_id', '=', workspaceId)
    .where(contains(engineOf(db), 'search_text', word))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return [...new Set(rows.map(({ subject_id }) => subject_id))]
}

/** An actor of an audit log, with the current name of the account or API key. */
export interface ActorNameRow {
  actor_id: string
  actor_name: string | null
}

/** Returns the actors of an audit log. Skips from one to the next in the index, however many entries each has. */
export async function findActors(db: Db, workspaceId: string, limit: number): Promise<ActorNameRow[]> {
  const { rows } = await sql<ActorNameRow>`
    with recursive actor (id) as (
      select min(actor_id) from audit where workspace_id = ${workspaceId}
      union all
      select (
        select min(next.actor_id) from audit as next
        where next.workspace_id = ${workspaceId} and next.actor_id > actor.id
      )
      from actor where actor.id is not null
    )
    select actor.id as actor_id, coalesce(p.name, k.name) as actor_name
    from actor
    left join account as p on p.id = actor.id
    left join api_key as k on k.id = actor.id
    where actor.id is not null
    limit ${limit}`.execute(db)
  return rows
}
