// `npm run screenshots`: takes the pictures of the documentation in light and dark, from the journeys of the tutorial,
// of the sample workspace and of the embedded picker.
import { buildDocs, buildServer, buildWeb } from './build.mjs'
import { prepare, run } from './toolchain.mjs'

await prepare()
await buildWeb()
await buildDocs()
await buildServer()
const { code } = await run(
  'playwright',
  ['test', '--config', 'apps/web/e2e/playwright.config.ts', 'tutorial', 'sample', 'embed'],
  {
    env: { STEPKEY_PICTURES: '1' },
  },
)
process.exit(code ?? 1)
