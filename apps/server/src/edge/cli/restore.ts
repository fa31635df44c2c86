import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { toStartError } from '../../platform/database/open-error.ts'
import { copyDatabase, flush, lockExclusively } from '../../platform/database/sqlite-file.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { anyFailed, examine, lines } from './checks.ts'
import type { Command } from './command.ts'
import { asFileProblem, named, requireEmbedded } from './files.ts'

export const restore: Command = {
  name: 'restore',
  summary: 'Puts a backup in the place of the embedded database, after checking it',
  details:
    'The server must be stopped. The database as it was is moved aside, not deleted. With PostgreSQL, use pg_restore.',
  argument: { name: 'FILE', required: true, help: 'the backup' },
  options: {},
  async run({ config, argument = '' }) {
    const database = requireEmbedded(config, 'Restore it with pg_restore or psql.')
    const file = named(argument)
    if (!existsSync(file)) throw new StartError(`There is no file ${file}.`)
    const isThere = existsSync(database)
    if (isThere && realpathSync(file) === realpathSync(database))
      throw new StartError(`${file} is the database itself. Name a backup of it.`)

    const release = isThere ? lockExclusively(database) : () => {}
    const draft = `${database}.restoring-${randomBytes(6).toString('hex')}`
    try {
      closeSync(openSync(draft, 'wx', 0o600))
      await copyDatabase(file, draft).catch((error) => {
        throw toStartError(error, { engine: 'sqlite', file })
      })
      // What is checked is what will be put in place, whatever happens to the backup meanwhile.
      const examined = await examine({ ...config, database: { engine: 'sqlite', file: draft } })
      const findings = examined.map((finding) => ({
        ...finding,
        message: finding.message.replaceAll(draft, file),
      }))
      if (anyFailed(findings)) {
        return {
          lines: [...lines(findings), 'The backup was not restored. Nothing was changed.'],
          json: { outcome: 'refused', findings },
          failed: true,
        }
      }
      const aside = isThere ? `${database}.before-restore-${stamp()}` : null
      replace(database, draft, aside)
      return {
        lines: [
          ...lines(findings),
          `${file} is restored: start the server.`,
          ...(aside ? [`The database as it was is in ${aside}. Delete it when it is no longer needed.`] : []),
          'What was revoked since the backup works again: API keys, sessions and invitations. Revoke it once more.',
        ],
        json: { outcome: 'restored', file, database, movedTo: aside, findings },
      }
    } catch (error) {
      throw asFileProblem(error, `The backup can’t be put into ${dirname(database)}`)
    } finally {
      release()
      for (const suffix of ['', ...SIDE_FILES]) rmSync(draft + suffix, { force: true })
    }
  },
}

const SIDE_FILES = ['-wal', '-shm', '-journal']

/**
 * At every moment there is a whole database under the name, or a server that starts would make an empty one. What
 * belongs beside the old one goes first: SQLite would take it for a part of the new one.
 */
function replace(database: string, draft: string, aside: string | null) {
  if (aside) {
    for (const suffix of SIDE_FILES) {
      if (existsSync(database + suffix)) renameSync(database + suffix, aside + suffix)
    }
    keepOwner(statSync(database), draft)
    linkOrMove(database, aside)
  } else {
    keepOwner(statSync(dirname(database)), draft)
  }
  renameSync(draft, database)
  flush(dirname(database))
}

/** Not every file system has links. */
function linkOrMove(from: string, to: string) {
  try {
    linkSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    renameSync(from, to)
  }
}

/** The server may be another user than the operator. */
function keepOwner({ uid, gid }: { uid: number; gid: number }, file: string) {
  if (process.getuid?.() === 0) chownSync(file, uid, gid)
}

const stamp = () => new Date().toISOString().replace(/[:.]/g, '-')
