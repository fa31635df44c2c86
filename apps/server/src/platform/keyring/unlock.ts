import type { Config } from '../../config.ts'
import { connect, type Db, exists } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { toStartError } from '../database/open-error.ts'
import { StartError } from '../errors/start-error.ts'
import { openCanary, wrapCanary } from './canary.ts'
import { createKeyFile, hasKeyFile, readKeyFile } from './key-file.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type Contents, findCanary, insertCanary, inspectContents } from './store.ts'

/**
 * Opens the database with its key, in an order that can't harm data: inspect without writing, prove the key, then
 * migrate. A key file is created for an empty database only; with `mayCreate: false` an empty database is an error.
 * @throws StartError with a sentence that says what to do
 */
export async function unlock(config: Location, { mayCreate = true } = {}): Promise<Unlocked> {
  try {
    return await open(config, mayCreate)
  } catch (error) {
    throw toStartError(error, config.database)
  }
}

type Location = Pick<Config, 'database' | 'keyFile'>

/** A database and the key encryption key that opens its secrets. */
export interface Unlocked {
  db: Db
  wrapper: KeyWrapper
}

async function open(config: Location, mayCreate: boolean): Promise<Unlocked> {
  const { database, keyFile } = config
  const contents = await look(config)
  if (contents.state === 'empty' && !mayCreate) throw nothingThere(database)
  const wrapper =
    contents.state === 'sealed'
      ? await provenKey(keyFile, contents.canary)
      : hasKeyFile(keyFile)
        ? readKeyFile(keyFile)
        : createKeyFile(keyFile)

  const db = connect(database)
  try {
    await migrate(db, database.engine)
    await insertCanary(db, await wrapCanary(wrapper))
    await checkCanary(wrapper, await findCanary(db), keyFile)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, wrapper }
}

/** Opens a database to read it only. It is not migrated, so its schema may be older than this Stepkey's. */
export async function openToRead(config: Location): Promise<Unlocked> {
  const { database, keyFile } = config
  try {
    const contents = await look(config)
    if (contents.state === 'empty') throw nothingThere(database)
    const wrapper = await provenKey(keyFile, contents.state === 'sealed' ? contents.canary : undefined)
    return { db: connect(database, { readOnly: true }), wrapper }
  } catch (error) {
    throw toStartError(error, database)
  }
}

/** Returns the key after it has opened the canary. @throws StartError */
async function provenKey(keyFile: string, canary: Buffer | undefined): Promise<KeyWrapper> {
  if (!hasKeyFile(keyFile)) {
    throw new StartError(
      `The database holds sealed credentials, but their key file ${keyFile} is missing. ` +
        'Put it back, or point KEY_FILE to it: without it they cannot be opened. Nothing was changed.',
    )
  }
  const wrapper = readKeyFile(keyFile)
  await checkCanary(wrapper, canary, keyFile)
  return wrapper
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

async function checkCanary(wrapper: KeyWrapper, canary: Buffer | undefined, keyFile: string) {
  try {
    await openCanary(wrapper, canary)
  } catch {
    throw new StartError(
      `The key file ${keyFile} does not fit this database: its credentials were sealed with another key. ` +
        'Put the right key file there, or point KEY_FILE to it. Nothing was changed.',
    )
  }
}
