import type { CompiledQuery } from 'kysely'
import { connect, type Db, type Trx } from '../src/platform/database/database.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createTestDatabase } from './databases/databases.ts'

/** Returns SQLite's query plan for the queries that `run` executes, line by line, in an empty database. */
export async function planOf(run: (db: Db & Trx) => Promise<unknown>): Promise<string> {
  const database = await createTestDatabase('sqlite')
  const db = connect(database.location)
  try {
    await migrate(db, 'sqlite')
    const executor = db.getExecutor()
    const queries: CompiledQuery[] = []
    const recording = db.withPlugin({
      transformQuery({ node, queryId }) {
        queries.push(executor.compileQuery(node, queryId))
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await run(recording as Db & Trx)
    const lines: string[] = []
    for (const query of queries) {
      const explaining = { ...query, sql: `explain query plan ${query.sql}` }
      lines.push(...(await db.executeQuery<{ detail: string }>(explaining)).rows.map(({ detail }) => detail))
    }
    return lines.join('\n')
  } finally {
    await db.destroy()
    await database.drop()
  }
}
