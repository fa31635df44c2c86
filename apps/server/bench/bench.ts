// `npm run bench`: starts the built server, fills its database, measures it, and prints tables. A complete run writes them
// into docs/performance.md.
// Ratios compare figures of the same run only, because shared machines are noisy.
//   --quick            short rounds and small sizes, to check that the benchmark works
//   --only sqlite      one engine
//   --sizes 1000,5000  credentials in the workspace; all operations are measured at the second size
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Location } from '../src/platform/database/database.ts'
import { startDatabase } from './database.ts'
import { Filler, type Sample } from './fill.ts'
import { firstLoad } from './first-load.ts'
import { inProcess } from './in-process.ts'
import { httpRequest, load, type Measured } from './load.ts'
import { type Operation, operations } from './operations.ts'
import { fixed, median, ratio, table, whole } from './report.ts'
import { freePort, type Running, startProcess } from './servers.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    sizes: { type: 'string' },
  },
})
const sizes =
  options.sizes?.split(',').map(Number) ?? (options.quick ? [200, 1000] : [1000, 100_000, 1_000_000])
/** The size at which all operations are measured. */
const full = sizes[1] ?? 0
const otherWorkspaces = options.quick ? 100 : 10_000
const rounds = options.quick ? 1 : 3
const milliseconds = options.quick ? 300 : 500
const connections = [1, 16, 64]
/** Response time of the target at which new credentials are verified, in milliseconds. */
const targetDelay = 20
const RESULTS = '## Results\n'
const NAMES: Record<string, string> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
const engines = (['sqlite', 'postgres'] as const).filter((engine) => !options.only || options.only === engine)

const server = join(import.meta.dirname, '../dist/main.js')
const script = join(import.meta.dirname, 'floors.ts')
const folder = await mkdtemp(join(tmpdir(), 'stepkey-bench-'))
const running: { stop(): Promise<void> }[] = []
const results: string[] = []
const printResult = (text: string) => {
  results.push(text)
  process.stdout.write(`${text}\n`)
}
const printProgress = (text: string) => process.stderr.write(`${text}\n`)

async function measure(
  engine: Location['engine'],
  floors: Record<'node' | 'fastify', Running>,
  target: string,
) {
  const dataDir = join(folder, engine)
  const database = engine === 'postgres' ? await startDatabase() : undefined
  if (database) running.push(database)
  const environment = {
    DATA_DIR: dataDir,
    SANDBOX_PORT: 'off',
    RATE_LIMIT: '1000000000',
    EGRESS_ALLOW: new URL(target).host,
    ...(database && { DATABASE_URL: database.url }),
  }
  const first = await startServer(environment)
  const { key, workspaceId } = await createWorkspaceKey(first.port)
  const location: Location = database
    ? { engine: 'postgres', url: database.url }
    : { engine: 'sqlite', file: join(dataDir, 'stepkey.db') }
  const filler = new Filler(location, join(dataDir, 'stepkey.key'), { baseUrl: target, apiKey: 'secret' })
  const others = await filler.workspaces(otherWorkspaces)

  const bySize: { size: number; measured: Map<string, Measured> }[] = []
  let filled = 0
  for (const size of sizes) {
    printProgress(`${engine}: filling up to ${whole(size)} …`)
    const sample = await filler.grow(workspaceId, { from: filled, to: size })
    await filler.spread(others, { from: filled, to: size })
    // PostgreSQL analyzes tables automatically after a while. SQLite never does, and Stepkey does not request it.
    if (engine === 'postgres') await filler.analyze()
    filled = size
    printProgress(`${engine}: measuring …`)
    bySize.push({ size, measured: await measureSize([first], { key, sample, target }) })
    if (size === full) {
      const rates = await inProcess(environment, workspaceId, sample, milliseconds)
      await measureEverything(engine, [first], filler, { key, workspaceId, sample, target, floors, rates })
      if (engine === 'postgres') {
        const second = await startServer(environment)
        await measureEverything(engine, [first, second], filler, {
          key,
          workspaceId,
          sample,
          target,
          floors,
          rates,
        })
        await second.stop()
      }
    }
  }
  printSizes(engine, bySize)
  await filler.close()
  await first.stop()
}

interface Setting {
  key: string
  sample: Sample
  target: string
}

async function measureSize(servers: Running[], setting: Setting): Promise<Map<string, Measured>> {
  const measured = new Map<string, Measured>()
  for (const operation of operations(setting).slice(0, 5)) {
    await run(servers, operation, 16, milliseconds / 2)
    const all: Measured[] = []
    for (let round = 0; round < rounds; round++) all.push(await run(servers, operation, 16))
    measured.set(operation.name, middle(all))
  }
  return measured
}

async function measureEverything(
  engine: string,
  servers: Running[],
  filler: Filler,
  {
    floors,
    workspaceId,
    rates,
    ...setting
  }: Setting & {
    floors: Record<'node' | 'fastify', Running>
    workspaceId: string
    rates: Record<string, number>
  },
) {
  const unused = await filler.unused(workspaceId, { credentials: options.quick ? 2000 : 60_000, flows: 64 })
  const sample = { ...setting.sample, unused: unused.credentials, flows: unused.flows }
  const rows: (string | number)[][] = []
  const constant: Operation = { name: 'constant', status: 200, requests: () => () => httpRequest('GET', '/') }
  const floorRates = new Map<number, number>()
  for (const operation of operations({ ...setting, sample })) {
    const cells: string[] = []
    for (const count of connections) {
      await run(servers, operation, count, milliseconds / 3)
      const all: { node: Measured; fastify: Measured; it: Measured; cpu: number }[] = []
      for (let round = 0; round < rounds; round++) {
        const node = await run([floors.node], constant, count)
        const fastify = await run([floors.fastify], constant, count)
        const before = cpuOf(servers)
        const it = await run(servers, operation, count)
        all.push({ node, fastify, it, cpu: ((cpuOf(servers) - before) * 1000) / it.answers })
      }
      const it = middle(all.map((one) => one.it))
      const ofNode = median(all.map(({ it, node }) => it.perSecond / node.perSecond))
      const ofFastify = median(all.map(({ it, fastify }) => it.perSecond / fastify.perSecond))
      floorRates.set(count, median(all.map(({ node }) => node.perSecond)))
      cells.push(`${whole(it.perSecond)} · ${fixed(it.p50, 1)} / ${fixed(it.p99, 1)}`)
      if (count === 64) {
        cells.push(fixed(ofNode), fixed(ofFastify), whole(median(all.map(({ cpu }) => cpu))))
      }
    }
    const alone = rates[operation.name]
    rows.push([`\`${operation.name}\``, ...cells, alone === undefined ? '' : whole(alone)])
  }
  const processes = servers.length === 1 ? 'one process' : `${servers.length} processes`
  printResult(
    `\n**${NAMES[engine]}, ${processes}**, ${whole(full)} credentials in the workspace: requests a second · milliseconds (median / 99th percentile)\n`,
  )
  printResult(
    table(
      [
        'procedure',
        ...connections.map((count) => `${count} connection${count > 1 ? 's' : ''}`),
        'of bare node:http',
        'of empty Fastify',
        'CPU µs',
        'in process, a second',
      ],
      rows,
    ),
  )
  printResult(
    `\nBare node:http: ${connections.map((count) => `${whole(floorRates.get(count) ?? 0)} a second at ${count}`).join(', ')}. The last columns are for 64.`,
  )
}

function printSizes(engine: string, bySize: { size: number; measured: Map<string, Measured> }[]) {
  const [smallest] = bySize
  const names = [...(smallest?.measured.keys() ?? [])]
  printResult(
    `\n**${NAMES[engine]}: more credentials**, in the workspace and as many again in ${whole(otherWorkspaces)} others: milliseconds at 16 connections (median / 99th percentile)\n`,
  )
  printResult(
    table(
      ['procedure', ...bySize.map(({ size }) => whole(size)), 'median of the largest', '99th percentile'],
      names.map((name) => {
        const at = bySize.map(({ measured }) => measured.get(name) as Measured)
        const [least, most] = [at[0] as Measured, at.at(-1) as Measured]
        return [
          `\`${name}\``,
          ...at.map(({ p50, p99 }) => `${fixed(p50)} / ${fixed(p99)}`),
          ratio(most.p50, least.p50),
          ratio(most.p99, least.p99),
        ]
      }),
    ),
  )
}

/** Measures the start with an empty database, and what a browser loads. */
async function measureStart() {
  const starts: number[] = []
  const memories: number[] = []
  for (let round = 0; round < (options.quick ? 1 : 5); round++) {
    const one = await startServer({ DATA_DIR: join(folder, `start-${round}`), SANDBOX_PORT: 'off' })
    starts.push(one.startedIn)
    memories.push(one.memory() ?? Number.NaN)
    await one.stop()
  }
  printResult(
    `\n**Start**: ready after ${whole(median(starts))} ms with an empty database (SQLite), holding ${whole(median(memories))} MB.`,
  )
  const one = await startServer({ DATA_DIR: join(folder, 'first-load'), SANDBOX_PORT: 'off' })
  const { cookie, workspaceId } = await createWorkspaceKey(one.port)
  const loaded = await firstLoad(`http://localhost:${one.port}`, {
    cookie,
    path: `/w/${workspaceId}/credentials`,
  })
  printResult(`\n**First load** of the page of credentials: ${loaded}`)
  await one.stop()
}

async function run(servers: Running[], { status, requests }: Operation, count: number, time = milliseconds) {
  return await load({
    ports: servers.map(({ port }) => port),
    connections: Math.max(count, 1),
    milliseconds: time,
    status,
    next: requests(),
  })
}

/** Replaces the results in docs/performance.md, below its last heading. */
async function writeDocument() {
  const file = join(import.meta.dirname, '../../../docs/performance.md')
  const [introduction = ''] = (await readFile(file, 'utf8')).split(RESULTS)
  await writeFile(file, `${introduction}${RESULTS}\n${results.join('\n')}\n`)
}

/** Returns the run with the median rate. */
const middle = (all: Measured[]): Measured =>
  all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)] as Measured

const cpuOf = (servers: Running[]) => servers.reduce((sum, one) => sum + (one.cpu() ?? Number.NaN), 0)

/** Signs up, and creates an API key with all scopes. */
async function createWorkspaceKey(port: number) {
  let cookie = ''
  const call = async (path: string, body: unknown) => {
    const answer = await fetch(`http://localhost:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(await answer.text())
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return (await answer.json()) as Record<string, unknown>
  }
  const me = await call('/account', {
    name: 'Bench',
    email: 'bench@example.com',
    password: 'a long password',
  })
  const scopes = ['read', 'write', 'verify', 'flows', 'issue']
  const { key } = await call('/api-keys', { name: 'Bench', scopes })
  return { cookie, key: String(key), workspaceId: String((me.workspaces as { id: string }[])[0]?.id) }
}

async function startServer(environment: Record<string, string>): Promise<Running> {
  const one = await startProcess(server, { port: await freePort(), env: environment, ready: /is ready/ })
  running.push(one)
  return one
}

async function startFloor(env: Record<string, string>): Promise<Running> {
  const one = await startProcess(script, { port: await freePort(), env, ready: /ready/ })
  running.push(one)
  return one
}

try {
  const begun = Date.now()
  const floors = {
    node: await startFloor({ FLOOR: 'node', SIZE: '225' }),
    fastify: await startFloor({ FLOOR: 'fastify', SIZE: '225' }),
  }
  const target = await startFloor({ FLOOR: 'target', DELAY: `${targetDelay}` })
  printResult(
    `Measured on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}; medians of ${rounds} rounds.`,
  )
  for (const engine of engines) await measure(engine, floors, `http://127.0.0.1:${target.port}`)
  await measureStart()
  const isComplete = !options.quick && !options.only && !options.sizes
  if (isComplete) await writeDocument()
  printProgress(`It took ${whole((Date.now() - begun) / 1000)} s.`)
} finally {
  for (const one of running.toReversed()) await one.stop()
  await rm(folder, { recursive: true, force: true })
}
