// `npm start`: from a fresh checkout to a running Stepkey. The server says its address itself.
import { join } from 'node:path'
import { buildServer, buildWeb } from './build.mjs'
import { prepare, root, run } from './toolchain.mjs'

await prepare()
await buildWeb()
await buildServer()
// What was compiled once is read back at the next start.
process.env.NODE_COMPILE_CACHE ??= join(root, '.runtime/compiled')
const { code } = await run('node', ['apps/server/dist/main.js'])
process.exit(code ?? 1)
