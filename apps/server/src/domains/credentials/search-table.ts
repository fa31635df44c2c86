import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { contains } from '../../platform/database/contains.ts'
import { type Db, type Engine, engineOf } from '../../platform/database/database.ts'

/** A word of a search, with the components whose title it occurs in. */
export interface SearchedWord {
  /** Folded. See `search-text.ts`. */
  text: string
  componentIds: readonly string[]
}

/** The ids of the few credentials in which a word occurs. */
export interface RareWord {
  ids: RawBuilder<string>
}

/** The index has all substrings of three characters, so shorter words can't be looked up in it. */
const SHORTEST_INDEXED = 3
/** Maximum number of credentials in which a rare word occurs. */
const RARE = 1000

/**
 * Returns a word that occurs in few credentials. They can be looked up at once and then sorted, however many credentials
 * the workspace has. Without such a word it is faster to go through the credentials in their order until the page is full.
 */
export async function rarestWord(
  db: Db,
  workspaceId: string,
  words: readonly SearchedWord[],
): Promise<RareWord | undefined> {
  const engine = engineOf(db)
  for (const word of words) {
    if ([...word.text].length < SHORTEST_INDEXED) continue
    const ids = idsWith(engine, workspaceId, word)
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (select 1 from (${ids}) as found limit ${RARE + 1}) as counted`.execute(db)
    if (rows[0] && rows[0].n <= RARE) return { ids: sql`(${ids})` }
  }
  return undefined
}

/** Returns the condition for a word to occur in the name, the identity or the component of a credential `c`. */
export const hasWord = (engine: Engine, { text, componentIds }: SearchedWord): RawBuilder<SqlBool> => sql`(
  exists (select 1 from credential_search as w where w.credential_id = c.id and ${contains(engine, 'w.text', text)})
  ${componentIds.length > 0 ? sql`or c.component_id in (${sql.join(componentIds)})` : sql``}
)`

/** Selects the ids of the credentials in which a word occurs, through indexes. Some may be of other workspaces. */
function idsWith(engine: Engine, workspaceId: string, { text, componentIds }: SearchedWord) {
  const byText =
    engine === 'sqlite'
      ? sql`
          select w.credential_id from credential_search_index as i
          join credential_search as w on w.seq = i.rowid
          where ${contains(engine, 'i.text', text)}`
      : sql`select w.credential_id from credential_search as w where ${contains(engine, 'w.text', text)}`
  if (componentIds.length === 0) return byText
  return sql`
    ${byText} union all
    select k.id from credential as k
    where k.workspace_id = ${workspaceId} and k.component_id in (${sql.join(componentIds)})`
}
