import { readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import { isRecord } from '@stepkey/shared/schema'
import type { Logger } from 'pino'
import { parse } from 'yaml'
import { StartError } from '../../platform/errors/start-error.ts'
import { type CatalogComponent, type SharedComponents, sharedComponents } from './catalog.ts'

/** The largest file of a definition, in bytes. */
const FILE_LIMIT = 512 * 1024
/** How long after a change the folder is read, in milliseconds: programs write several files, or one in several steps. */
const DELAY = 200

/**
 * Returns the built-in components with those of the operator's folder: one definition per file, in JSON or YAML. All
 * workspaces share them.
 * @throws StartError that names each file with a problem
 */
export function withOperatorComponents(
  builtIn: SharedComponents,
  folder: string | undefined,
): SharedComponents {
  if (folder === undefined) return builtIn
  const { components, problems } = readFolder(folder, builtIn)
  if (problems.length > 0) throw new StartError(`COMPONENTS_DIR has problems:\n${problems.join('\n')}`)
  return sharedComponents([...builtIn.list(), ...components])
}

/**
 * As {@link withOperatorComponents}, and follows changes of the folder. A change with a problem is logged, and the components
 * stay as they were.
 */
export function watchOperatorComponents(
  builtIn: SharedComponents,
  folder: string | undefined,
  { log, signal }: { log: Logger; signal: AbortSignal },
): SharedComponents {
  let current = withOperatorComponents(builtIn, folder)
  if (folder === undefined) return current
  let changes = 0
  const reload = async () => {
    const change = ++changes
    await sleep(DELAY, undefined, { ref: false })
    if (change !== changes || signal.aborted) return
    const { components, problems } = readFolder(folder, builtIn)
    if (problems.length > 0) return log.error({ event: 'components_not_loaded', problems })
    current = sharedComponents([...builtIn.list(), ...components])
    log.info({ event: 'components_loaded', count: components.length })
  }
  const watcher = watch(folder, { signal, persistent: false }, () => void reload())
  watcher.on('error', (error) => log.error({ event: 'components_not_watched', error: error.message }))
  return { list: () => current.list(), find: (id) => current.find(id) }
}

interface Folder {
  components: CatalogComponent[]
  /** A sentence for each problem, with the name of the file. */
  problems: string[]
}

function readFolder(folder: string, builtIn: SharedComponents): Folder {
  const result: Folder = { components: [], problems: [] }
  const files = new Map<string, string>()
  for (const name of namesIn(folder)) {
    const read = readComponent(join(folder, name))
    if ('problem' in read) {
      result.problems.push(`${name}: ${read.problem}`)
      continue
    }
    const { id } = read.component
    const other = builtIn.find(id) ? 'a built-in component' : files.get(id)
    if (other) result.problems.push(`${name}: The id ${id} is taken by ${other}. Choose another one.`)
    else result.components.push(read.component)
    files.set(id, name)
  }
  return result
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\.(?:json|ya?ml)$/.test(extname(name)))
      .sort()
  } catch (error) {
    throw new StartError(`COMPONENTS_DIR: ${folder} can’t be read. Check that it is a folder.`, error)
  }
}

function readComponent(path: string): { component: CatalogComponent } | { problem: string } {
  let definition: unknown
  try {
    if (statSync(path).size > FILE_LIMIT)
      return { problem: `The file has more than ${FILE_LIMIT / 1024} KiB.` }
    definition = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    return { problem: `The file can’t be read as JSON or YAML. ${(error as Error).message.split('\n')[0]}` }
  }
  if (!isRecord(definition)) return { problem: 'The file does not contain a definition.' }
  const { component, problems } = checkDefinition({ version: 1, ...definition })
  if (!component) return { problem: problems.map(({ at, message }) => `${at} ${message}`).join(' ') }
  if (component.id.startsWith('custom:'))
    return { problem: 'Ids that begin with custom: belong to workspaces. Use an id without a colon.' }
  return { component: { ...component, source: 'operator', definitionId: null } }
}
