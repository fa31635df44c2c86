// Migrates a database and kills its own process inside one migration, before that is committed. Started by
// migrate.test.ts with the location of the database, the name of the migration and the number of statements to run. If
// the migration has no more statements, the process writes `end` and is killed before the commit.
import { writeSync } from 'node:fs'
import type { KyselyPlugin } from 'kysely'
import { Migrator } from 'kysely/migration'
import { connect } from '../../src/platform/database/database.ts'
import { migrations } from '../../src/platform/database/migrate.ts'

const [location = '{}', dieIn, statements] = process.argv.slice(2)
const { engine, ...rest } = JSON.parse(location)
const db = connect({ engine, ...rest })
const die = () => process.kill(process.pid, 'SIGKILL')

let left = Number(statements)
const deadline: KyselyPlugin = {
  transformQuery({ node }) {
    if (left-- === 0) die()
    return node
  },
  transformResult: async ({ result }) => result,
}

const dying = Object.fromEntries(
  Object.entries(migrations(engine)).map(([name, { up }]) => [
    name,
    {
      async up(trx: Parameters<typeof up>[0]) {
        if (name !== dieIn) return await up(trx)
        await up(trx.withPlugin(deadline))
        writeSync(1, 'end')
        die()
      },
    },
  ]),
)
await new Migrator({ db, provider: { getMigrations: async () => dying } }).migrateToLatest()
