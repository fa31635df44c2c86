// `npm run bench`: measures the built server. `-- --quick` shows in a minute that it works.
import { join } from 'node:path'
import { buildServer, buildWeb } from './build.mjs'
import { prepare, root, run } from './toolchain.mjs'

await prepare()
await buildWeb()
await buildServer()
// As `npm start` does.
process.env.NODE_COMPILE_CACHE ??= join(root, '.runtime/compiled')
const { code } = await run('node', [
  '--disable-warning=ExperimentalWarning',
  'apps/server/bench/bench.ts',
  ...process.argv.slice(2),
])
process.exit(code ?? 1)
