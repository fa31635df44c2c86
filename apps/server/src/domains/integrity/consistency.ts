import type { Db } from '../../platform/database/database.ts'
import {
  countRows,
  findForeignReferences,
  findRolledBackValues,
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
  const schema = await readSchema(db)
  const references = await findForeignReferences(db, schema, EXAMPLES)
  const rolledBack = await findRolledBackValues(db, schema, EXAMPLES)
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
    ...(rolledBack.length > 0
      ? [`Sealed values are older than the last ones in the audit log: ${rolledBack.join(', ')}.`]
      : []),
  ]
}

/** Returns the number of rows of every table. */
export async function countAllRows(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [...(await readSchema(db)).keys()].sort()) counts[table] = await countRows(db, table)
  return counts
}
