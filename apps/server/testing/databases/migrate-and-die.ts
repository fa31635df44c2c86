// Migrates a database and kills its own process inside one migration, before that is committed. Started by
// migrate.test.ts with the location of the database and the name of the migration.
import { Migrator } from 'kysely/migration'
import { connect } from '../../src/platform/database/connect.ts'
import { migrations } from '../../src/platform/database/migrate.ts'

const [location = '{}', dieIn] = process.argv.slice(2)
const { engine, ...rest } = JSON.parse(location)
const db = connect({ engine, ...rest })
const dying = Object.fromEntries(
  Object.entries(migrations(engine)).map(([name, { up }]) => [
    name,
    {
      async up(trx: Parameters<typeof up>[0]) {
        await up(trx)
        if (name === dieIn) process.kill(process.pid, 'SIGKILL')
      },
    },
  ]),
)
await new Migrator({ db, provider: { getMigrations: async () => dying } }).migrateToLatest()
