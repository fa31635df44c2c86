import type { Config } from '../../config.ts'
import { connect, exists } from '../../platform/database/connect.ts'
import { schemaAge } from '../../platform/database/migrate.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { findDamage, findDangling } from '../../platform/database/sqlite-file.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { sentence, type Trail, verifyTrails } from './audit.ts'
import { looking } from './open.ts'

type Place = Pick<Config, 'database' | 'keyFile'>

/** What one check found. */
export interface Finding {
  check: 'file' | 'references' | 'version' | 'key' | 'trails'
  outcome: 'ok' | 'failed'
  message: string
  trails?: Trail[]
}

/**
 * Checks a database without changing it: that the file is whole, that nothing refers to what isn't there, that this
 * Stepkey knows its schema, that the key file opens it, and that the audit trails are as they were written.
 * @throws StartError when there is nothing to check
 */
export async function examine(place: Place): Promise<Finding[]> {
  const { database } = place
  if (database.engine === 'sqlite' && !exists(database))
    throw new StartError(`There is no database at ${database.file}.`)
  const findings = database.engine === 'sqlite' ? await examineFile(place) : []
  // Whatever is read from a damaged file proves nothing.
  if (findings.some(({ outcome }) => outcome === 'failed')) return findings
  findings.push(
    await attempt('key', place, () => looking(place, async () => ok('key', 'The key file fits.'))),
  )
  if (findings.some(({ outcome }) => outcome === 'failed')) return findings
  for (const [check, work] of [
    ['version', examineVersion],
    ['trails', examineTrails],
  ] as const) {
    findings.push(await attempt(check, place, () => work(place)))
  }
  return findings
}

async function examineFile({ database, keyFile }: Place): Promise<Finding[]> {
  const db = connect(database, { readOnly: true })
  const place = { database, keyFile }
  try {
    const file = await attempt('file', place, async () => {
      const damage = await findDamage(db)
      return damage.length === 0
        ? ok('file', 'The file is whole.')
        : failed('file', `The file is damaged: ${damage.join('; ')}. Restore a backup.`)
    })
    if (file.outcome === 'failed') return [file]
    const references = await attempt('references', place, async () => {
      const dangling = await findDangling(db)
      return dangling.length === 0
        ? ok('references', 'Everything that is referred to is there.')
        : failed(
            'references',
            `${dangling.length} rows refer to what is not there (${[...new Set(dangling)].join(', ')}). Restore a backup.`,
          )
    })
    return [file, references]
  } finally {
    await db.destroy()
  }
}

async function examineVersion(place: Place): Promise<Finding> {
  return await looking(place, async ({ db }) => {
    switch (await schemaAge(db, place.database.engine)) {
      case 'newer':
        return failed('version', 'A newer Stepkey wrote this database. Install that version first.')
      case 'older':
        return ok('version', 'An older Stepkey wrote this database; the server will bring it up to date.')
      case 'current':
        return ok('version', 'The database has the form that this Stepkey uses.')
    }
  })
}

async function examineTrails(place: Place): Promise<Finding> {
  const trails = await looking(place, (ctx) => verifyTrails(ctx))
  const broken = trails.filter(({ outcome }) => outcome === 'broken')
  return broken.length === 0
    ? { ...ok('trails', `Audit trails that are intact: ${trails.length} of ${trails.length}.`), trails }
    : { ...failed('trails', broken.map(sentence).join('\n')), trails }
}

const ok = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'ok', message })
const failed = (check: Finding['check'], message: string): Finding => ({ check, outcome: 'failed', message })

/** What keeps a check from being made fails it, if it is something to tell the operator. */
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

export const anyFailed = (findings: Finding[]): boolean =>
  findings.some(({ outcome }) => outcome === 'failed')

export const lines = (findings: Finding[]): string[] =>
  findings.map(({ outcome, message }) => `${outcome === 'ok' ? 'ok    ' : 'FAILED'}  ${message}`)
