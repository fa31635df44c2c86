// Builds the web into apps/web/dist, where the server finds it.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { fail, prepare, root, run } from './toolchain.mjs'

const SOURCES = ['apps/web', 'packages/shared/src', 'pnpm-lock.yaml']
const DIST = 'apps/web/dist'
// Not part of what decides the build: its results, what is generated from the sources, and the tests.
const LEFT_OUT = /(^|[\\/])(dist|dist-picker|node_modules|e2e|test-results)([\\/]|$)|\.gen\.ts$|\.test\.tsx?$/

/** Builds unless sources *and* result are what they were after the last build, whoever changed them since. */
export async function buildWeb() {
  const stamp = join(root, 'node_modules/.stepkey-web-built')
  const sources = fingerprint(SOURCES, LEFT_OUT)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources + fingerprint([DIST])) return
  console.log('Building the web …')
  const { code, output } = await run('vite', ['build'], { cwd: 'apps/web', quiet: true })
  if (code !== 0) fail(`${output}\nThe web could not be built.`)
  compress(join(root, DIST, 'assets'))
  writeFileSync(stamp, sources + fingerprint([DIST]))
}

/** Beside each asset the same, compressed: the server sends what a browser takes, and never compresses while it serves. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
    const file = join(folder, name)
    const content = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(content))
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  }
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
}
