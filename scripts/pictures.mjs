// `npm run pictures`: takes the pictures of the tutorial, from the test that follows it.
import { buildServer, buildWeb } from './build.mjs'
import { prepare, run } from './toolchain.mjs'

await prepare()
await buildWeb()
await buildServer()
const { code } = await run(
  'playwright',
  ['test', '--config', 'apps/web/e2e/playwright.config.ts', 'tutorial'],
  {
    env: { STEPKEY_PICTURES: '1' },
  },
)
process.exit(code ?? 1)
