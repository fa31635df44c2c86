// Builds the web into apps/web/dist, where the server finds it, and the server into apps/server/dist.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { fail, prepare, root, run } from './toolchain.mjs'

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

// Not part of what decides a build: its results, what is generated from the sources, and the tests.
const LEFT_OUT =
  /(^|[\\/])(dist|dist-picker|node_modules|e2e|test-results|testing|bench)([\\/]|$)|\.gen\.ts$|\.test\.tsx?$/

export async function buildWeb() {
  await build('web', (dist) => compress(join(dist, 'assets')))
}

export async function buildServer() {
  await build('server')
}

/** Builds unless sources *and* result are what they were after the last build, whoever changed them since. */
async function build(app, finish = async () => {}) {
  const folder = `apps/${app}`
  const dist = `${folder}/dist`
  const stamp = join(root, `node_modules/.stepkey-${app}-built`)
  const sources = fingerprint([folder, 'packages/shared/src', 'pnpm-lock.yaml'], LEFT_OUT)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources + fingerprint([dist])) return
  console.log(`Building the ${app} …`)
  const { code, output } = await run('vite', ['build', '--emptyOutDir'], { cwd: folder, quiet: true })
  if (code !== 0) fail(`${output}\nThe ${app} could not be built.`)
  await finish(join(root, dist))
  writeFileSync(stamp, sources + fingerprint([dist]))
}

/** Beside each asset the same, compressed: the server sends what a browser takes, and never compresses while it serves. */
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

function fingerprint(paths, leftOut = /$^/) {
  const hash = createHash('sha256')
  for (const path of paths.map((path) => join(root, path)).filter(existsSync)) {
    const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).sort() : ['']
    for (const name of inside.filter((name) => !leftOut.test(name))) {
      const file = join(path, name)
      if (statSync(file).isFile())
        hash.update(`${name}\0`).update(createHash('sha256').update(readFileSync(file)).digest())
    }
  }
  return hash.digest('hex')
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare()
  await buildWeb()
  await buildServer()
}
