// `npm run sample`: runs Stepkey with a workspace full of sample data.
import { buildDocs, buildWeb } from './build.mjs'
import { prepare, run } from './toolchain.mjs'

await prepare()
await buildWeb()
await buildDocs()
const { code } = await run('node', [
  '--disable-warning=ExperimentalWarning',
  'apps/server/testing/sample/sample.ts',
])
process.exit(code ?? 0)
