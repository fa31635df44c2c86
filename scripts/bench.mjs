// `npm run bench`: measures the built server. `-- --quick` takes a minute, to check that the benchmark works.
import { join } from 'node:path'
import { buildAll } from './build.mjs'
import { prepare, root, run } from './toolchain.mjs'

await prepare()
await buildAll()
// As in scripts/start.mjs.
process.env.NODE_COMPILE_CACHE ??= join(root, '.runtime/compiled')
const { code } = await run('node', [
  '--disable-warning=ExperimentalWarning',
  'apps/server/bench/bench.ts',
  ...process.argv.slice(2),
])
process.exit(code ?? 1)
