import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { toStartError } from '../../platform/database/open-error.ts'
import { copyDatabase, flush } from '../../platform/database/sqlite-file.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import type { Command } from './command.ts'
import { asFileProblem, named, requireEmbedded } from './files.ts'

export const backup: Command = {
  name: 'backup',
  summary: 'Copies the embedded database into a new file, also while the server runs',
  details: 'The key file is not in it. With PostgreSQL, use pg_dump.',
  argument: { name: 'FILE', required: true, help: 'where the backup goes; it must not exist yet' },
  options: {},
  async run({ config, argument = '' }) {
    const database = requireEmbedded(config, 'Back it up with pg_dump.')
    if (!existsSync(database))
      throw new StartError(
        `There is no database of Stepkey at ${database}. Set DATA_DIR to the folder that it is in.`,
      )
    const file = named(argument)
    await write(database, file)
    return {
      lines: [
        `The database is backed up in ${file}.`,
        `The key file ${config.keyFile} is NOT in it. Keep a copy of it somewhere else: a backup is worth nothing without it, and whoever has both has every credential.`,
      ],
      json: { file, keyFile: config.keyFile, keyFileIncluded: false },
    }
  },
}

/** The file comes into being whole: what is called a backup must not be half of one. */
async function write(database: string, file: string) {
  reserve(file)
  const draft = `${file}.partial-${randomBytes(6).toString('hex')}`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    await copyDatabase(database, draft)
    renameSync(draft, file)
    flush(dirname(file))
  } catch (error) {
    rmSync(draft, { force: true })
    rmSync(file, { force: true })
    throw toStartError(asFileProblem(error, `The backup ${file} can’t be written`), {
      engine: 'sqlite',
      file: database,
    })
  }
}

/** Nobody else can take the name between the question and the answer. */
function reserve(file: string) {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new StartError(`${file} exists already, and a backup replaces nothing. Choose another name.`)
    throw asFileProblem(error, `The backup ${file} can’t be written`)
  }
}
