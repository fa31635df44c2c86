import type { Config } from '../../config.ts'
import { connect, type Db, exists } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { toStartError } from '../database/open-error.ts'
import { StartError } from '../errors/start-error.ts'
import { openCanary, wrapCanary } from './canary.ts'
import { createKeyFile, hasKeyFile, readKeyFile } from './key-file.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type Contents, findCanary, insertCanary, inspectContents } from './store.ts'

/**
 * Opens the database with its key encryption key. Inspects the database without writing and proves the key before it
 * migrates, so a wrong key can't harm data. Creates a key file only for an empty database.
 * @throws StartError with advice
 */
export async function unlock(config: Location, options: UnlockOptions = {}): Promise<Unlocked> {
  try {
    return await open(config, options)
  } catch (error) {
    throw toStartError(error, config.database)
  }
}

type Location = Pick<Config, 'database' | 'keyFile'>

interface UnlockOptions {
  /** False: an empty database is an error. */
  mayCreate?: boolean
  /** Time limit for the statements of the opened database, in milliseconds. Migrations have none. */
  deadline?: number
}

/** A database and the key encryption key that opens its secrets. */
export interface Unlocked {
  db: Db
  wrapper: KeyWrapper
}

async function open(config: Location, { mayCreate = true, deadline }: UnlockOptions): Promise<Unlocked> {
  const { database, keyFile } = config
  const contents = await inspect(config)
  if (contents.state === 'empty' && !mayCreate) throw noDatabase(database)
  const wrapper =
    contents.state === 'sealed'
      ? await readProvenKey(keyFile, contents.canary)
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
  if (deadline === undefined) return { db, wrapper }
  await db.destroy()
  return { db: connect(database, { deadline }), wrapper }
}

/** Opens a database for reading. It is not migrated, so its schema may be older. @throws StartError with advice */
export async function openToRead(config: Location): Promise<Unlocked> {
  const { database, keyFile } = config
  try {
    const contents = await inspect(config)
    if (contents.state === 'empty') throw noDatabase(database)
    const wrapper = await readProvenKey(keyFile, contents.state === 'sealed' ? contents.canary : undefined)
    return { db: connect(database, { readOnly: true }), wrapper }
  } catch (error) {
    throw toStartError(error, database)
  }
}

/** Returns the key encryption key after it has opened the canary. @throws StartError */
async function readProvenKey(keyFile: string, canary: Buffer | undefined): Promise<KeyWrapper> {
  if (!hasKeyFile(keyFile)) {
    throw new StartError(
      `The database contains sealed credentials, but their key file ${keyFile} is missing. ` +
        'Restore it, or set KEY_FILE to its path. Without it, the credentials can’t be opened. Nothing was changed.',
    )
  }
  const wrapper = readKeyFile(keyFile)
  await checkCanary(wrapper, canary, keyFile)
  return wrapper
}

function noDatabase(database: Config['database']) {
  if (database.engine === 'postgres') {
    const { host } = new URL(database.url)
    return new StartError(`The database at ${host} contains no data of Stepkey. Check DATABASE_URL.`)
  }
  return new StartError(
    exists(database)
      ? `The file ${database.file} contains no data of Stepkey.`
      : `There is no database at ${database.file}. Set DATA_DIR to the folder of the database.`,
  )
}

async function inspect({ database }: Location): Promise<Contents> {
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
      `The key file ${keyFile} does not match this database: its credentials were sealed with another key. ` +
        'Restore the right key file, or set KEY_FILE to its path. Nothing was changed.',
    )
  }
}
