import type { Db } from '../../platform/database/database.ts'
import { foldAccents, searchWords } from '../../platform/search-text.ts'
import { actorName } from './actor-columns.ts'
import { findActors, findSubjectIdsWith } from './subject-name-table.ts'

/** Maximum number of names with a word whose entries are found: those of the newest ones. */
const NAME_LIMIT = 100
/** Maximum number of actors whose entries are found. */
const ACTOR_LIMIT = 50
/** Maximum number of actors whose names are compared. */
const MAX_ACTORS = 5000

/** A word of a search, with the actors in whose name it occurs. */
export interface AuditWord {
  /** Folded. See `search-text.ts`. */
  text: string
  actorIds: readonly string[]
}

/** A search in the audit log. */
export interface AuditSearch {
  words: readonly AuditWord[]
  /** The objects and actors of which one is in every matching entry. */
  subjectIds: readonly string[]
  actorIds: readonly string[]
  /** More objects or actors have a matching name, so older entries can be missing. */
  isLimited: boolean
}

/**
 * Looks up the words of a search in the names of the audit log, so that its entries can be found through their indexes.
 * @returns undefined without a word
 */
export async function findNamesFor(
  db: Db,
  workspaceId: string,
  search: string,
): Promise<AuditSearch | undefined> {
  const texts = searchWords(search)
  if (texts.length === 0) return undefined
  const actors = (await findActors(db, workspaceId, MAX_ACTORS)).map((row) => ({
    id: row.actor_id,
    text: foldAccents(actorName(row) ?? ''),
  }))
  const words: AuditWord[] = []
  const candidates: Omit<AuditSearch, 'words'>[] = []
  for (const text of texts) {
    const actorIds = actors.filter((actor) => actor.text.includes(text)).map(({ id }) => id)
    const subjectIds = await findSubjectIdsWith(db, workspaceId, text, NAME_LIMIT + 1)
    words.push({ text, actorIds })
    candidates.push({
      subjectIds: subjectIds.slice(0, NAME_LIMIT),
      actorIds: actorIds.slice(0, ACTOR_LIMIT),
      isLimited: subjectIds.length > NAME_LIMIT || actorIds.length > ACTOR_LIMIT,
    })
  }
  const size = ({ subjectIds, actorIds }: Omit<AuditSearch, 'words'>) => subjectIds.length + actorIds.length
  const [rarest] = candidates.sort((a, b) => size(a) - size(b))
  return rarest && { words, ...rarest }
}
