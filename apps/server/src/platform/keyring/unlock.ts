import type { Config } from '../../config.ts'
import { connect, type Db, exists } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { toStartError } from '../database/open-error.ts'
import { StartError } from '../errors/start-error.ts'
import { createKeyFile, hasKeyFile, readKeyFile } from './key-file.ts'
import { openCanary, sealCanary } from './keyring.ts'
import type { Key } from './seal.ts'
import { type Contents, findCanary, insertCanary, inspectContents } from './store.ts'

/**
 * Opens the database with its key, in an order that can't harm data: look without writing, prove that the key fits,
 * and only then migrate. A key file is made for an empty database and never otherwise; with `mayCreate: false` an empty
 * database stays so.
 * @throws StartProblem with a sentence that says what to do
 */
export async function unlock(config: Location, { mayCreate = true } = {}): Promise<{ db: Db; master: Key }> {
  try {
    return await open(config, mayCreate)
  } catch (error) {
    throw toStartError(error, config.database)
  }
}

type Location = Pick<Config, 'database' | 'keyFile'>

async function open(config: Location, mayCreate: boolean): Promise<{ db: Db; master: Key }> {
  const { database, keyFile } = config
  const contents = await look(config)
  if (contents.state === 'empty' && !mayCreate) throw nothingThere(database)
  const master =
    contents.state === 'sealed'
      ? fittingKey(keyFile, contents.canary)
      : hasKeyFile(keyFile)
        ? readKeyFile(keyFile)
        : createKeyFile(keyFile)

  const db = connect(database)
  try {
    await migrate(db, database.engine)
    await insertCanary(db, sealCanary(master))
    checkCanary(master, await findCanary(db), keyFile)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, master }
}

/** Opens what is there to look at it only. It is migrated by nobody, so it may be older than this Stepkey. */
export async function openToRead(config: Location): Promise<{ db: Db; master: Key }> {
  const { database, keyFile } = config
  try {
    const contents = await look(config)
    if (contents.state === 'empty') throw nothingThere(database)
    const master = fittingKey(keyFile, contents.state === 'sealed' ? contents.canary : undefined)
    return { db: connect(database, { readOnly: true }), master }
  } catch (error) {
    throw toStartError(error, database)
  }
}

/** The key, once it has proved that it opens what is sealed. @throws StartProblem */
function fittingKey(keyFile: string, canary: Buffer | undefined): Key {
  if (!hasKeyFile(keyFile)) {
    throw new StartError(
      `The database holds sealed credentials, but their key file ${keyFile} is missing. ` +
        'Put it back, or point KEY_FILE to it: without it nobody can open them. Nothing was changed.',
    )
  }
  const master = readKeyFile(keyFile)
  checkCanary(master, canary, keyFile)
  return master
}

function nothingThere(database: Config['database']) {
  if (database.engine === 'postgres') {
    const { host } = new URL(database.url)
    return new StartError(`There is nothing of Stepkey in the database at ${host}. Check DATABASE_URL.`)
  }
  return new StartError(
    exists(database)
      ? `The file ${database.file} holds nothing of Stepkey.`
      : `There is no database of Stepkey at ${database.file}. Set DATA_DIR to the folder that it is in.`,
  )
}

async function look({ database }: Location): Promise<Contents> {
  if (!exists(database)) return { state: 'empty' }
  const db = connect(database, { readOnly: true })
  try {
    return await inspectContents(db, database.engine)
  } finally {
    await db.destroy()
  }
}

function checkCanary(master: Key, canary: Buffer | undefined, keyFile: string) {
  try {
    openCanary(master, canary)
  } catch {
    throw new StartError(
      `The key file ${keyFile} does not fit this database: its credentials were sealed with another key. ` +
        'Put the right key file there, or point KEY_FILE to it. Nothing was changed.',
    )
  }
}
