import { existsSync } from 'node:fs'
import type { Config } from '../../config.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import {
  anyFailed,
  checkDatabase,
  checkManifest,
  type Finding,
  ignoresManifest,
  manifestOption,
  toLines,
} from './checks.ts'
import type { Command } from './command.ts'
import { requireEmbedded, resolvePath } from './files.ts'

/** `stepkey check`. */
export const check: Command = {
  name: 'check',
  summary: 'Checks the database, or a backup, without changing it',
  details:
    'Checks the integrity of the file, foreign keys, the key file, the schema version, that every sealed value opens in its row, recorded numbers, statuses and scopes, and the hash chains of the audit logs. Those of the database, not of a backup, are compared with the heads in AUDIT_HEADS_FILE. Every byte of a backup is compared with its manifest.',
  argument: { name: 'FILE', required: false, help: 'a backup; the default is the database itself' },
  options: { manifest: manifestOption },
  async run({ config, argument, options }) {
    const findings =
      argument === undefined
        ? await checkDatabase(config)
        : await checkBackup(config, argument, ignoresManifest(options))
    return { lines: toLines(findings), json: { findings }, failed: anyFailed(findings) }
  },
}

async function checkBackup(config: Config, argument: string, isIgnored: boolean): Promise<Finding[]> {
  requireEmbedded(config, 'To check a dump of pg_dump, restore it into an empty database and check that.')
  const file = resolvePath(argument)
  if (!existsSync(file)) throw new StartError(`There is no file ${file}.`)
  const { manifest, finding } = await checkManifest(file, config.keyFile, { isIgnored })
  const findings = finding ? [finding] : []
  if (anyFailed(findings)) return findings
  const { keyFile } = config
  return [
    ...findings,
    ...(await checkDatabase({ database: { engine: 'sqlite', file }, keyFile, backup: { manifest } })),
  ]
}
