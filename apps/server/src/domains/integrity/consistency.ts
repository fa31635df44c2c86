import type { Db } from '../../platform/database/database.ts'
import {
  countRows,
  findForeignReferences,
  findWrongCredentialCounts,
  findWrongUses,
  readSchema,
} from './store.ts'

/** The maximum number of examples of each kind. */
const EXAMPLES = 5

/** Returns a sentence for each rule between rows that is violated and that no constraint of the database covers. */
export async function findInconsistencies(db: Db): Promise<string[]> {
  const counts = await findWrongCredentialCounts(db, EXAMPLES)
  const uses = await findWrongUses(db, EXAMPLES)
  const references = await findForeignReferences(db, await readSchema(db), EXAMPLES)
  return [
    ...counts.map(
      ({ workspaceId, componentId, stored, present }) =>
        `Workspace ${workspaceId} has ${present.total} credentials of ${componentId} (${present.failing} failing), but ${stored.total} (${stored.failing} failing) are recorded.`,
    ),
    ...(uses.length > 0
      ? [`The credentials that active flows use are recorded wrongly for steps: ${uses.join(', ')}.`]
      : []),
    ...(references.length > 0
      ? [`Rows refer to rows that they don’t belong to: ${references.join(', ')}.`]
      : []),
  ]
}

/** Returns the number of rows of every table. */
export async function countAllRows(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [...(await readSchema(db)).keys()].sort()) counts[table] = await countRows(db, table)
  return counts
}
