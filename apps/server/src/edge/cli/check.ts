import { anyFailed, checkDatabase, toLines } from './checks.ts'
import type { Command } from './command.ts'
import { requireEmbedded, resolvePath } from './files.ts'

/** `stepkey check`. */
export const check: Command = {
  name: 'check',
  summary: 'Checks the database, or a backup, without changing it',
  details:
    'Checks the integrity of the file, foreign keys, the schema version, the key file, and the hash chains of the audit logs. Those of the database, not of a backup, are compared with the heads in AUDIT_HEADS_FILE.',
  argument: { name: 'FILE', required: false, help: 'a backup; the default is the database itself' },
  options: {},
  async run({ config, argument }) {
    const place =
      argument === undefined ? config : { ...config, database: backupAt(argument), auditHeadsFile: undefined }
    function backupAt(file: string) {
      requireEmbedded(config, 'To check a dump of pg_dump, restore it into an empty database and check that.')
      return { engine: 'sqlite', file: resolvePath(file) } as const
    }
    const findings = await checkDatabase(place)
    return { lines: toLines(findings), json: { findings }, failed: anyFailed(findings) }
  },
}
