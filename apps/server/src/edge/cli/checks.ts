import { z } from 'zod'
import type { Config } from '../../config.ts'
import { countAllRows, findInconsistencies } from '../../domains/integrity/consistency.ts'
import { openAllSealedValues } from '../../domains/integrity/sealed-values.ts'
import { findUnknownValues } from '../../domains/integrity/stored-values.ts'
import { connect, type Db, exists } from '../../platform/database/database.ts'
import { schemaAge } from '../../platform/database/migrate.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { findDamage, findDangling } from '../../platform/database/sqlite-file.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { hasKeyFile, readKeyFile } from '../../platform/keyring/key-file.ts'
import { describeAuditLog, type VerifiedAuditLog, verifyAuditLogs } from './audit.ts'
import { BackupChanged, checkBytes, copyFromBackup, type Manifest, readManifest } from './backup-manifest.ts'
import { type Input, type Option, parseOptions } from './command.ts'
import { withReadOnlyDatabase } from './open.ts'

/** The option of commands that read a backup. */
export const manifestOption: Option = {
  value: 'none',
  help: 'reads a file that has no manifest, such as a backup of an older version, or that you changed yourself',
}

/** Parses `manifestOption`. @throws UsageProblem */
export const ignoresManifest = (options: Input['options']): boolean =>
  parseOptions(z.object({ manifest: z.literal('none').optional() }), options).manifest === 'none'

/** A database to check. Without a file for stored heads, as for a backup, the ends of audit logs are not compared. */
type Place = Pick<Config, 'database' | 'keyFile'> &
  Partial<Pick<Config, 'auditHeadsFile'>> & {
    /** Set for a backup. Without a manifest, the numbers of rows are not compared. */
    backup?: { manifest: Manifest | undefined }
  }

/** The result of one check. */
export interface Finding {
  check: 'manifest' | 'file' | 'references' | 'key' | 'version' | 'sealed' | 'counts' | 'values' | 'trails'
  outcome: 'ok' | 'failed'
  message: string
  trails?: VerifiedAuditLog[]
}

/**
 * Checks a database without changing it: the integrity of the file, foreign keys, the key file, the schema version, every
 * sealed value, recorded numbers, closed lists of values, and the hash chains of the audit logs with their stored heads.
 * @throws StartError if there is no database
 */
export async function checkDatabase(place: Place): Promise<Finding[]> {
  const { database } = place
  if (database.engine === 'sqlite' && !exists(database))
    throw new StartError(`There is no database at ${database.file}.`)
  const findings: Finding[] = []
  const run = async (check: Finding['check'], work: (place: Place) => Promise<Finding>) => {
    findings.push(await attempt(check, place, () => work(place)))
    return !anyFailed(findings)
  }
  // After each of these, further checks would be meaningless.
  if (database.engine === 'sqlite' && !(await run('file', checkFile))) return findings
  if (database.engine === 'sqlite' && !(await run('references', checkReferences))) return findings
  if (!(await run('key', checkKey)) || !(await run('version', checkVersion))) return findings
  await run('sealed', checkSealedValues)
  await run('counts', checkCounts)
  await run('values', checkValues)
  await run('trails', checkAuditLogs)
  return findings
}

/**
 * Checks the manifest of a backup, and with it every byte of the file.
 * @param options.isIgnored the file is not compared with its manifest, and may have none
 * @param options.copyTo an existing file that gets a copy of the checked bytes
 * @returns the manifest, and the finding; neither if the key file is missing, which `checkDatabase` reports
 */
export async function checkManifest(
  file: string,
  keyFile: string,
  { isIgnored, copyTo }: { isIgnored: boolean; copyTo?: string },
): Promise<{ manifest?: Manifest; finding?: Finding }> {
  if (isIgnored) {
    const message = 'The file was not compared with a manifest, so consistent changes are not noticed.'
    return { finding: ok('manifest', message) }
  }
  if (!hasKeyFile(keyFile)) return {}
  try {
    const manifest = await readManifest(file, readKeyFile(keyFile))
    await (copyTo === undefined ? checkBytes(file, manifest) : copyFromBackup(file, copyTo, manifest))
    const { version, createdAt } = manifest
    return {
      manifest,
      finding: ok('manifest', `The backup of ${createdAt} by Stepkey ${version} is unchanged.`),
    }
  } catch (error) {
    if (!(error instanceof BackupChanged)) throw error
    const advice =
      'Use another backup. If you changed the file yourself, or an older version wrote it, add `--manifest none`.'
    return { finding: failed('manifest', `The file is no unchanged backup. ${error.message} ${advice}`) }
  }
}

const checkFile = (place: Place) =>
  withConnection(place, async (db) => {
    const damage = await findDamage(db)
    return damage.length === 0
      ? ok('file', 'The file is intact.')
      : failed('file', `The file is damaged: ${damage.join('; ')}. ${adviceFor(place)}`)
  })

const checkReferences = (place: Place) =>
  withConnection(place, async (db) => {
    const dangling = await findDangling(db)
    const rows = dangling.reduce((sum, { count }) => sum + count, 0)
    const kinds = dangling.map(({ table, parent }) => `${table} → ${parent}`)
    return rows === 0
      ? ok('references', 'All references are valid.')
      : failed(
          'references',
          `${rows} rows have invalid references (${kinds.join(', ')}). ${adviceFor(place)}`,
        )
  })

const checkKey = (place: Place) => withReadOnlyDatabase(place, async () => ok('key', 'The key file matches.'))

const checkVersion = (place: Place) =>
  withReadOnlyDatabase(place, async ({ db }) => {
    switch (await schemaAge(db, place.database.engine)) {
      case 'newer':
        return failed('version', 'The schema is of a newer Stepkey. Install that version first.')
      case 'older':
        return ok('version', 'The schema is of an older Stepkey. The server will migrate it.')
      case 'current':
        return ok('version', 'The schema is up to date.')
    }
  })

const checkSealedValues = (place: Place) =>
  withReadOnlyDatabase(place, async ({ db, keyring }) => {
    const { opened, broken, examples } = await openAllSealedValues(db, keyring)
    return broken === 0
      ? ok('sealed', `All ${opened} sealed values open with the keys of their rows.`)
      : failed(
          'sealed',
          `${broken} sealed values don’t open: they were changed, or belong to other rows (${examples.join(', ')}${broken > examples.length ? ', …' : ''}). ${adviceFor(place)}`,
        )
  })

const checkCounts = (place: Place) =>
  withReadOnlyDatabase(place, async ({ db }) => {
    const recorded = place.backup?.manifest?.rows
    const present = recorded && (await countAllRows(db))
    const wrong = Object.keys({ ...recorded, ...present })
      .filter((table) => recorded?.[table] !== present?.[table])
      .map((table) => `${table} has ${present?.[table] ?? 0} rows instead of ${recorded?.[table] ?? 0}.`)
    const problems = [...wrong, ...(await findInconsistencies(db))]
    return problems.length === 0
      ? ok('counts', 'All recorded numbers and uses are right.')
      : failed('counts', `${problems.join(' ')} ${adviceFor(place)}`)
  })

const checkValues = (place: Place) =>
  withReadOnlyDatabase(place, async ({ db }) => {
    const unknown = await findUnknownValues(db)
    const list = unknown.map(({ column, rows }) => `${column} in ${rows} rows`).join(', ')
    return unknown.length === 0
      ? ok('values', 'All statuses, roles and scopes are known.')
      : failed('values', `There are values that Stepkey does not know: ${list}. ${adviceFor(place)}`)
  })

const checkAuditLogs = (place: Place) =>
  withReadOnlyDatabase(place, async (ctx) => {
    const logs = await verifyAuditLogs(ctx, { headsFile: place.auditHeadsFile })
    const broken = logs.filter(({ outcome }) => outcome === 'broken')
    const compared = logs.filter((log) => log.outcome === 'intact' && log.storedHead !== null).length
    const message = `Intact audit logs: ${logs.length} of ${logs.length}. Their ends were compared with stored heads: ${compared} of ${logs.length}.`
    return broken.length === 0
      ? { ...ok('trails', message), trails: logs }
      : { ...failed('trails', broken.map(describeAuditLog).join('\n')), trails: logs }
  })

const adviceFor = ({ backup }: Place) => (backup ? 'Use another backup.' : 'Restore a backup.')

/** Runs work on a database whose key is not proven yet. */
async function withConnection<T>({ database }: Place, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect(database, { readOnly: true })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

const ok = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'ok', message })
const failed = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'failed', message })

/** Runs a check. An error with a message for the operator becomes a failed finding; other errors are rethrown. */
async function attempt(
  check: Finding['check'],
  place: Place,
  work: () => Promise<Finding>,
): Promise<Finding> {
  try {
    return await work()
  } catch (error) {
    const problem = toStartError(error, place.database)
    if (problem instanceof StartError || problem instanceof DomainError) return failed(check, problem.message)
    const { code } = error as { code?: unknown }
    // A damaged schema shows in many ways, for example as a missing table.
    if (place.database.engine === 'sqlite' && String(code).startsWith('SQLITE_'))
      return failed(check, `The database can’t be read (${code}). It is damaged. ${adviceFor(place)}`)
    throw problem
  }
}

/** Returns whether any check failed. */
export const anyFailed = (findings: Finding[]): boolean =>
  findings.some(({ outcome }) => outcome === 'failed')

/** Returns the findings as lines of output. */
export const toLines = (findings: Finding[]): string[] =>
  findings.map(({ outcome, message }) => `${outcome === 'ok' ? 'ok    ' : 'FAILED'}  ${message}`)
