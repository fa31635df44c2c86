import { anyFailed, examine, lines } from './checks.ts'
import type { Command } from './command.ts'
import { named, requireEmbedded } from './files.ts'

export const check: Command = {
  name: 'check',
  summary: 'Checks the database, or a backup, without changing it',
  details:
    'It looks whether the file is whole, nothing refers to what is not there, the key file fits, and the audit trails are as they were written.',
  argument: { name: 'FILE', required: false, help: 'a backup; without it, the database itself' },
  options: {},
  async run({ config, argument }) {
    const place = argument === undefined ? config : { ...config, database: backupAt(argument) }
    function backupAt(file: string) {
      requireEmbedded(config, 'To check a dump of pg_dump, restore it into an empty database and check that.')
      return { engine: 'sqlite', file: named(file) } as const
    }
    const findings = await examine(place)
    return { lines: lines(findings), json: { findings }, failed: anyFailed(findings) }
  },
}
