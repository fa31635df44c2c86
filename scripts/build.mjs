// Builds the web app, the documentation and the server, each into its folder `dist`. The server serves the other two.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { fail, PNPM, prepare, root, run } from './toolchain.mjs'

// Tests also build, with another NODE_ENV.
const PRODUCTION = { NODE_ENV: 'production' }

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

// Not part of the fingerprint: build output, generated files and tests.
const EXCLUDED =
  /(^|[\\/])(dist|dist-picker|node_modules|e2e|test-results|testing|bench)([\\/]|$)|\.gen\.ts$|\.test\.tsx?$/

const EXCLUDED_FROM_PACKAGES =
  /(^|[\\/])(dist|node_modules|generate|examples|e2e|test-results)([\\/]|$)|\.tgz$|\.tsbuildinfo$|\.test(-d)?\.tsx?$/

export async function buildWeb() {
  await build('web', { sources: ['packages/connect/src'], finish: (dist) => compress(join(dist, 'assets')) })
}

export async function buildDocs() {
  await build('docs', { sources: ['docs', 'CHANGELOG.md', 'examples'] })
}

export async function buildServer() {
  await build('server')
}

/** Builds the typed client, and packs it as it can be installed: packages/client/client.tgz. */
export async function buildClient() {
  await buildPackage('client', ['packages/shared/src'], compileLibrary)
}

/** Builds the package that connects accounts, and packs it as it can be installed: packages/connect/connect.tgz. */
export async function buildConnect() {
  await buildPackage('connect', ['packages/client/src'], compileLibrary)
}

/** Builds the picker for other pages, and packs it as it can be installed: packages/picker/picker.tgz. */
export async function buildPicker() {
  await buildPackage(
    'picker',
    ['apps/web', 'packages/connect/src', 'packages/shared/src'],
    async (folder) => {
      await runOrFail('vite', ['build', '--config', 'vite.picker.config.ts', '--emptyOutDir'], 'apps/web')
      await runOrFail('tsc', ['-p', 'tsconfig.build.json'], folder)
      for (const name of ['picker.d.ts', 'picker.css.d.ts'])
        copyFileSync(join(root, folder, 'src', name), join(root, folder, 'dist', name))
    },
  )
}

/** Builds and packs a package, unless it is unchanged since the last time. */
async function buildPackage(name, sources, compile) {
  const folder = `packages/${name}`
  const stamp = join(root, `node_modules/.stepkey-${name}-built`)
  const current = fingerprint([folder, ...sources, 'package.json', 'pnpm-lock.yaml'], EXCLUDED_FROM_PACKAGES)
  const tarball = join(root, folder, `${name}.tgz`)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current && existsSync(tarball)) return
  console.log(`Building the ${name} …`)
  rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
  await compile(folder)
  // pnpm replaces `catalog:` by versions, and applies `publishConfig`.
  await runOrFail('npx', ['--yes', PNPM, 'pack', '--out', tarball], folder)
  writeFileSync(stamp, current)
}

/** Writes the script and the declarations of a library. */
async function compileLibrary(folder) {
  await runOrFail('vite', ['build', '--emptyOutDir'], folder)
  await runOrFail('tsc', ['-p', 'tsconfig.build.json'], folder)
  // TypeScript does not rewrite the extensions of imports in declarations.
  for (const name of readdirSync(join(root, folder, 'dist')).filter((name) => name.endsWith('.d.ts'))) {
    const file = join(root, folder, 'dist', name)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from '\.\/[\w.-]+)\.ts'/g, "$1.js'"))
  }
}

async function runOrFail(program, args, cwd) {
  const { code, output } = await run(program, args, { cwd, quiet: true, env: PRODUCTION })
  if (code !== 0) fail(`${output}\n${program} failed in ${cwd}.`)
}

/** Builds everything that the server needs. */
export async function buildAll() {
  await buildWeb()
  await buildDocs()
  await buildClient()
  await buildConnect()
  await buildPicker()
  await buildServer()
}

/** Builds an app, unless its sources and its output are unchanged since the last build. */
async function build(app, { sources: more = [], finish = async () => {} } = {}) {
  const folder = `apps/${app}`
  const dist = `${folder}/dist`
  const stamp = join(root, `node_modules/.stepkey-${app}-built`)
  const sources = fingerprint([folder, 'packages/shared/src', 'pnpm-lock.yaml', ...more], EXCLUDED)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources + fingerprint([dist])) return
  console.log(`Building the ${app} …`)
  const { code, output } = await run('vite', ['build', '--emptyOutDir'], {
    cwd: folder,
    quiet: true,
    env: PRODUCTION,
  })
  if (code !== 0) fail(`${output}\nThe ${app} could not be built.`)
  await finish(join(root, dist))
  writeFileSync(stamp, sources + fingerprint([dist]))
}

/** Writes compressed versions beside each asset, so that the server never compresses at run time. */
async function compress(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const content = readFileSync(file)
      writeFileSync(`${file}.br`, await brotli(content))
      writeFileSync(`${file}.gz`, await gzip(content, { level: zlib.constants.Z_BEST_COMPRESSION }))
    }),
  )
}

function fingerprint(paths, excluded = /$^/) {
  const hash = createHash('sha256')
  const visit = (path, name) => {
    if (excluded.test(name)) return
    const file = join(path, name)
    if (statSync(file).isDirectory()) {
      // Excluded folders are not entered: the links between packages below node_modules form a cycle.
      for (const entry of readdirSync(file).sort()) visit(path, join(name, entry))
    } else {
      hash.update(`${name}\0`).update(createHash('sha256').update(readFileSync(file)).digest())
    }
  }
  for (const path of paths.map((path) => join(root, path)).filter(existsSync)) visit(path, '')
  return hash.digest('hex')
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare()
  const builds = {
    web: buildWeb,
    docs: buildDocs,
    client: buildClient,
    connect: buildConnect,
    picker: buildPicker,
    server: buildServer,
  }
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : Object.keys(builds)) await builds[name]()
}
