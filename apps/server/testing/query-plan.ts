import type { CompiledQuery } from 'kysely'
import { connect, type Db, type Trx } from '../src/platform/database/connect.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createTestDatabase } from './databases/databases.ts'

/** How SQLite goes about what `ask` asks, line by line, in a database with nothing in it. */
export async function planOf(ask: (db: Db & Trx) => Promise<unknown>): Promise<string> {
  const database = await createTestDatabase('sqlite')
  const db = connect(database.location)
  try {
    await migrate(db, 'sqlite')
    const executor = db.getExecutor()
    const asked: CompiledQuery[] = []
    const watched = db.withPlugin({
      transformQuery({ node, queryId }) {
        asked.push(executor.compileQuery(node, queryId))
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await ask(watched as Db & Trx)
    const lines: string[] = []
    for (const query of asked) {
      const explaining = { ...query, sql: `explain query plan ${query.sql}` }
      lines.push(...(await db.executeQuery<{ detail: string }>(explaining)).rows.map(({ detail }) => detail))
    }
    return lines.join('\n')
  } finally {
    await db.destroy()
    await database.drop()
  }
}
