import type { TagChanges, Tags } from '@stepkey/shared/owner'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Trx } from '../../platform/database/database.ts'

/** Separate tags, and their keys from their values, in a column of several. No tag has them. */
const [BETWEEN_TAGS, AFTER_KEY] = ['\u001e', '\u001f']

/** Selects the tags of the credential that a column names, in one text; null without any. */
export const tagsOf = (credentialId: string): RawBuilder<string | null> => sql<string | null>`(
  select string_agg(g.key || ${AFTER_KEY} || g.value, ${BETWEEN_TAGS} order by g.key)
  from credential_tag as g where g.credential_id = ${sql.ref(credentialId)}
)`

/** Returns the tags of a text that `tagsOf` selected. */
export function parseTags(text: string | null): Tags {
  if (text === null) return {}
  return Object.fromEntries(text.split(BETWEEN_TAGS).map((tag) => tag.split(AFTER_KEY, 2)))
}

/** Returns the tags of a credential. */
export async function findTags(db: Db | Trx, credentialId: string): Promise<Tags> {
  const rows = await db
    .selectFrom('credential_tag')
    .select(['key', 'value'])
    .where('credential_id', '=', credentialId)
    .orderBy('key')
    .execute()
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
}

/** Sets tags of a credential, and removes those whose value is null. Other tags stay. */
export async function changeTags(
  trx: Trx,
  { id, workspaceId }: { id: string; workspaceId: string },
  changes: TagChanges,
): Promise<void> {
  const keys = Object.keys(changes)
  if (keys.length === 0) return
  await trx.deleteFrom('credential_tag').where('credential_id', '=', id).where('key', 'in', keys).execute()
  const rows = Object.entries(changes).flatMap(([key, value]) =>
    value === null ? [] : [{ credential_id: id, workspace_id: workspaceId, key, value }],
  )
  if (rows.length > 0) await trx.insertInto('credential_tag').values(rows).execute()
}

/** Whether a credential `c` has a tag. @param tag `key:value`, or `key` for any value */
export function hasTag(workspaceId: string, tag: string): RawBuilder<SqlBool> {
  const [key = '', ...rest] = tag.split(':')
  const value = rest.length > 0 ? sql` and g.value = ${rest.join(':')}` : sql``
  return sql<SqlBool>`c.id in (
    select g.credential_id from credential_tag as g
    where g.workspace_id = ${workspaceId} and g.key = ${key}${value}
  )`
}
