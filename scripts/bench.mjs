// `npm run bench`: measures the built server. `-- --quick` shows in a minute that it works.
import { buildWeb } from './build.mjs'
import { prepare, run } from './toolchain.mjs'

await prepare()
await buildWeb()
const { code } = await run('node', [
  '--disable-warning=ExperimentalWarning',
  'apps/server/bench/bench.ts',
  ...process.argv.slice(2),
])
process.exit(code ?? 1)
