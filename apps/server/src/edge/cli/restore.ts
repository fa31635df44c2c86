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
import {
  anyFailed,
  checkDatabase,
  checkManifest,
  ignoresManifest,
  manifestOption,
  toLines,
} from './checks.ts'
import type { Command } from './command.ts'
import { requireEmbedded, resolvePath, toFileError } from './files.ts'

/** `stepkey restore`. */
export const restore: Command = {
  name: 'restore',
  summary: 'Replaces the embedded database by a backup, after checking it',
  details:
    'The server must be stopped. The previous database is renamed, not deleted. With PostgreSQL, use pg_restore.',
  argument: { name: 'FILE', required: true, help: 'the backup' },
  options: { manifest: manifestOption },
  async run({ config, argument = '', options }) {
    const database = requireEmbedded(config, 'Restore it with pg_restore or psql.')
    const isIgnored = ignoresManifest(options)
    const file = resolvePath(argument)
    if (!existsSync(file)) throw new StartError(`There is no file ${file}.`)
    const isThere = existsSync(database)
    if (isThere && realpathSync(file) === realpathSync(database))
      throw new StartError(`${file} is the database itself. Specify a backup of it.`)

    const release = isThere ? lockExclusively(database) : () => {}
    const draft = `${database}.restoring-${randomBytes(6).toString('hex')}`
    try {
      closeSync(openSync(draft, 'wx', 0o600))
      // Checks the copy that will be used, because the backup file may change during the check.
      const { keyFile } = config
      const { manifest, finding } = await checkManifest(file, keyFile, { isIgnored, copyTo: draft })
      const findings = finding ? [finding] : []
      if (!anyFailed(findings)) {
        if (!manifest) {
          await copyDatabase(file, draft).catch((error) => {
            throw toStartError(error, { engine: 'sqlite', file })
          })
        }
        // The backup is older than the stored heads, so it is not compared with them.
        const place = { database: { engine: 'sqlite', file: draft }, keyFile, backup: { manifest } } as const
        const ofCopy = await checkDatabase(place)
        findings.push(...ofCopy.map((f) => ({ ...f, message: f.message.replaceAll(draft, file) })))
      }
      if (anyFailed(findings)) {
        return {
          lines: [...toLines(findings), 'The backup was not restored. Nothing was changed.'],
          json: { outcome: 'refused', findings },
          failed: true,
        }
      }
      const suffix = `.before-restore-${stamp()}`
      const aside = isThere ? database + suffix : null
      replace(database, draft, aside)
      const headsAside = moveHeadsAside(config.auditHeadsFile, suffix)
      return {
        lines: [
          ...toLines(findings),
          `${file} is restored. Start the server.`,
          ...(aside ? [`The previous database is ${aside}. Delete it when you no longer need it.`] : []),
          ...(headsAside
            ? [`The heads of the audit logs are now in ${headsAside}: they include entries after the backup.`]
            : []),
          'API keys, sessions and invitations that were revoked after the backup are valid again. Revoke them again.',
        ],
        json: { outcome: 'restored', file, database, movedTo: aside, findings },
      }
    } catch (error) {
      throw toFileError(error, `The backup can’t be restored into ${dirname(database)}`)
    } finally {
      release()
      for (const suffix of ['', ...SIDE_FILES]) rmSync(draft + suffix, { force: true })
    }
  },
}

const SIDE_FILES = ['-wal', '-shm', '-journal']

/**
 * Replaces the database atomically: a complete database exists under its name at all times, because a server that
 * starts without one would create an empty one. The side files of the old database are moved first, because SQLite
 * would apply them to the new one.
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

/** Renames the file with the stored heads: entries after the backup are gone, and must not be reported as removed. */
function moveHeadsAside(file: string | undefined, suffix: string): string | undefined {
  if (file === undefined || !existsSync(file)) return undefined
  renameSync(file, file + suffix)
  return file + suffix
}

/** Creates a hard link, or moves the file if the file system does not support links. */
function linkOrMove(from: string, to: string) {
  try {
    linkSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    renameSync(from, to)
  }
}

/** Keeps the owner of the file if the operator is root, because the server may run as another user. */
function keepOwner({ uid, gid }: { uid: number; gid: number }, file: string) {
  if (process.getuid?.() === 0) chownSync(file, uid, gid)
}

const stamp = () => new Date().toISOString().replace(/[:.]/g, '-')
