// `npm start`: installs, builds and starts Stepkey. The server prints its URL.
import { join } from 'node:path'
import { buildAll } from './build.mjs'
import { prepare, root, run } from './toolchain.mjs'

await prepare()
await buildAll()
// Caches compiled code for the next start.
process.env.NODE_COMPILE_CACHE ??= join(root, '.runtime/compiled')
const { code } = await run('node', ['apps/server/dist/main.js'])
process.exit(code ?? 1)
