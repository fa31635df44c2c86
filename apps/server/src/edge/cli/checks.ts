import type { Config } from '../../config.ts'
import { connect, exists } from '../../platform/database/database.ts'
import { schemaAge } from '../../platform/database/migrate.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { findDamage, findDangling } from '../../platform/database/sqlite-file.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { describeAuditLog, type VerifiedAuditLog, verifyAuditLogs } from './audit.ts'
import { withReadOnlyDatabase } from './open.ts'

/** A database to check. Without a file for stored heads, as for a backup, the ends of audit logs are not compared. */
type Place = Pick<Config, 'database' | 'keyFile'> & Partial<Pick<Config, 'auditHeadsFile'>>

/** The result of one check. */
export interface Finding {
  check: 'file' | 'references' | 'version' | 'key' | 'trails'
  outcome: 'ok' | 'failed'
  message: string
  trails?: VerifiedAuditLog[]
}

/**
 * Checks a database without changing it: the integrity of the file, foreign keys, the schema version, the key file, and
 * the hash chains of the audit logs with their stored heads.
 * @throws StartError if there is no database
 */
export async function checkDatabase(place: Place): Promise<Finding[]> {
  const { database } = place
  if (database.engine === 'sqlite' && !exists(database))
    throw new StartError(`There is no database at ${database.file}.`)
  const findings = database.engine === 'sqlite' ? await checkFile(place) : []
  // Further checks of a damaged file would be meaningless.
  if (findings.some(({ outcome }) => outcome === 'failed')) return findings
  findings.push(
    await attempt('key', place, () =>
      withReadOnlyDatabase(place, async () => ok('key', 'The key file matches.')),
    ),
  )
  if (findings.some(({ outcome }) => outcome === 'failed')) return findings
  for (const [check, work] of [
    ['version', checkVersion],
    ['trails', checkAuditLogs],
  ] as const) {
    findings.push(await attempt(check, place, () => work(place)))
  }
  return findings
}

async function checkFile({ database, keyFile }: Place): Promise<Finding[]> {
  const db = connect(database, { readOnly: true })
  const place = { database, keyFile }
  try {
    const file = await attempt('file', place, async () => {
      const damage = await findDamage(db)
      return damage.length === 0
        ? ok('file', 'The file is intact.')
        : failed('file', `The file is damaged: ${damage.join('; ')}. Restore a backup.`)
    })
    if (file.outcome === 'failed') return [file]
    const references = await attempt('references', place, async () => {
      const dangling = await findDangling(db)
      return dangling.length === 0
        ? ok('references', 'All references are valid.')
        : failed(
            'references',
            `${dangling.length} rows have invalid references (${[...new Set(dangling)].join(', ')}). Restore a backup.`,
          )
    })
    return [file, references]
  } finally {
    await db.destroy()
  }
}

async function checkVersion(place: Place): Promise<Finding> {
  return await withReadOnlyDatabase(place, async ({ db }) => {
    switch (await schemaAge(db, place.database.engine)) {
      case 'newer':
        return failed('version', 'The schema is of a newer Stepkey. Install that version first.')
      case 'older':
        return ok('version', 'The schema is of an older Stepkey. The server will migrate it.')
      case 'current':
        return ok('version', 'The schema is up to date.')
    }
  })
}

async function checkAuditLogs(place: Place): Promise<Finding> {
  const { auditHeadsFile: headsFile } = place
  const logs = await withReadOnlyDatabase(place, (ctx) => verifyAuditLogs(ctx, { headsFile }))
  const broken = logs.filter(({ outcome }) => outcome === 'broken')
  const compared = logs.filter((log) => log.outcome === 'intact' && log.storedHead !== null).length
  const message = `Intact audit logs: ${logs.length} of ${logs.length}. Their ends were compared with stored heads: ${compared} of ${logs.length}.`
  return broken.length === 0
    ? { ...ok('trails', message), trails: logs }
    : { ...failed('trails', broken.map(describeAuditLog).join('\n')), trails: logs }
}

const ok = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'ok', message })
const failed = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'failed', message })

/** Runs a check. An error with a message for the operator becomes a failed finding; other errors are rethrown. */
async function attempt(
  check: Finding['check'],
  { database }: Place,
  work: () => Promise<Finding>,
): Promise<Finding> {
  try {
    return await work()
  } catch (error) {
    const problem = toStartError(error, database)
    if (problem instanceof StartError || problem instanceof DomainError) return failed(check, problem.message)
    throw problem
  }
}

/** Returns whether any check failed. */
export const anyFailed = (findings: Finding[]): boolean =>
  findings.some(({ outcome }) => outcome === 'failed')

/** Returns the findings as lines of output. */
export const toLines = (findings: Finding[]): string[] =>
  findings.map(({ outcome, message }) => `${outcome === 'ok' ? 'ok    ' : 'FAILED'}  ${message}`)
