// `node scripts/run.mjs vitest run --project shared`: runs a tool of the workspace with the required Node version.
import { prepare, run } from './toolchain.mjs'

await prepare()
const [command, ...args] = process.argv.slice(2)
const { code } = await run(command, args)
process.exit(code ?? 1)
