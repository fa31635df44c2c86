// Builds the web app, the documentation and the server, each into its folder `dist`. The server serves the other two.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { fail, PNPM, prepare, root, run } from './toolchain.mjs'

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

// Not part of the fingerprint: build output, generated files and tests.
const EXCLUDED =
  /(^|[\\/])(dist|dist-picker|node_modules|e2e|test-results|testing|bench)([\\/]|$)|\.gen\.ts$|\.test\.tsx?$/

const EXCLUDED_FROM_CLIENT =
  /(^|[\\/])(dist|node_modules|generate|examples)([\\/]|$)|\.tgz$|\.tsbuildinfo$|\.test(-d)?\.ts$/

export async function buildWeb() {
  await build('web', { finish: (dist) => compress(join(dist, 'assets')) })
}

export async function buildDocs() {
  await build('docs', { sources: ['docs', 'CHANGELOG.md'] })
}

export async function buildServer() {
  await build('server')
}

/** Builds the typed client, and packs it as it can be installed: packages/client/client.tgz. */
export async function buildClient() {
  const folder = 'packages/client'
  const stamp = join(root, 'node_modules/.stepkey-client-built')
  const sources = fingerprint([folder, 'package.json', 'pnpm-lock.yaml'], EXCLUDED_FROM_CLIENT)
  const tarball = join(root, folder, 'client.tgz')
  const dist = join(root, folder, 'dist')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources && existsSync(tarball)) return
  console.log('Building the client …')
  rmSync(dist, { recursive: true, force: true })
  const built = await run('tsc', ['-p', 'tsconfig.build.json'], { cwd: folder, quiet: true })
  if (built.code !== 0) fail(`${built.output}\nThe client could not be built.`)
  // TypeScript rewrites the extensions of imports in scripts, but not in declarations.
  for (const name of readdirSync(dist).filter((name) => name.endsWith('.d.ts'))) {
    const file = join(dist, name)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from '\.\/[\w.-]+)\.ts'/g, "$1.js'"))
  }
  // pnpm replaces `catalog:` by versions, and applies `publishConfig`.
  const packed = await run('npx', ['--yes', PNPM, 'pack', '--out', tarball], { cwd: folder, quiet: true })
  if (packed.code !== 0) fail(`${packed.output}\nThe client could not be packed.`)
  writeFileSync(stamp, sources)
}

/** Builds everything that the server needs. */
export async function buildAll() {
  await buildWeb()
  await buildDocs()
  await buildClient()
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
  const { code, output } = await run('vite', ['build', '--emptyOutDir'], { cwd: folder, quiet: true })
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
  // Without an argument, everything.
  await (process.argv[2] === 'client' ? buildClient() : buildAll())
}
