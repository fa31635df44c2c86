import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from '../../config.ts'
import { countAllRows } from '../../domains/integrity/consistency.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { copyDatabase, flush } from '../../platform/database/sqlite-file.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { openToRead } from '../../platform/keyring/unlock.ts'
import { appendManifest } from './backup-manifest.ts'
import type { Command } from './command.ts'
import { requireEmbedded, resolvePath, toFileError } from './files.ts'

/** `stepkey backup`. */
export const backup: Command = {
  name: 'backup',
  summary: 'Copies the embedded database into a new file, even while the server runs',
  details:
    'The backup ends with a checksum and the number of rows of each table, sealed with the key. It does not contain the key file. With PostgreSQL, use pg_dump.',
  argument: { name: 'FILE', required: true, help: 'the file to write; it must not exist' },
  options: {},
  async run({ config, argument = '' }) {
    const database = requireEmbedded(config, 'Back it up with pg_dump.')
    if (!existsSync(database))
      throw new StartError(
        `There is no database at ${database}. Set DATA_DIR to the folder that contains it.`,
      )
    const file = resolvePath(argument)
    await write(config, database, file)
    return {
      lines: [
        `The database is backed up in ${file}.`,
        `The backup does NOT contain the key file ${config.keyFile}. Store a copy of it elsewhere: without it the backup is useless, and with both anyone can read every credential.`,
      ],
      json: { file, keyFile: config.keyFile, keyFileIncluded: false },
    }
  },
}

/** Writes the backup to a draft and then gives it its name, so that `file` is never an incomplete backup. */
async function write(config: Config, database: string, file: string) {
  if (existsSync(file)) throw alreadyExists(file)
  const draft = `${file}.partial-${randomBytes(6).toString('hex')}`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    await copyDatabase(database, draft)
    const place = { database: { engine: 'sqlite', file: draft }, keyFile: config.keyFile } as const
    const { db, wrapper } = await openToRead(place)
    const rows = await countAllRows(db).finally(() => db.destroy())
    await appendManifest(draft, wrapper, rows)
    flush(draft)
    // Unlike a rename, a link never replaces a file that another process created meanwhile.
    linkSync(draft, file)
    rmSync(draft)
    flush(dirname(file))
  } catch (error) {
    rmSync(draft, { force: true })
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyExists(file)
    throw toStartError(toFileError(error, `The backup ${file} can’t be written`), {
      engine: 'sqlite',
      file: database,
    })
  }
}

const alreadyExists = (file: string) => new StartError(`${file} already exists. Choose another name.`)
