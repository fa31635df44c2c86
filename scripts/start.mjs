// `npm start`: from a fresh checkout to a running Stepkey. The server says its address itself.
import { buildWeb } from './build.mjs'
import { prepare, run } from './toolchain.mjs'

await prepare()
await buildWeb()
const { code } = await run('node', ['--disable-warning=ExperimentalWarning', 'apps/server/src/main.ts'])
process.exit(code ?? 1)
