// `npm run component -- weather`: runs the tests of one component. They need no database server.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, prepare, root, run } from './toolchain.mjs'

const folder = join(root, 'packages/shared/src/catalog')
const [id] = process.argv.slice(2)
const isSimilar = (file) => file.startsWith(id.slice(0, 2).toLowerCase()) || file.includes(id.toLowerCase())
if (!id) fail('Name a component, for example: npm run component -- github')
if (id === 'index' || !existsSync(join(folder, `${id}.ts`))) {
  const similar = readdirSync(folder)
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'index.ts' && isSimilar(file))
    .map((file) => file.replace('.ts', ''))
  const advice = similar.length > 0 ? ` Similar ones: ${similar.join(', ')}.` : ''
  fail(`There is no packages/shared/src/catalog/${id}.ts.${advice}`)
}
if (!readFileSync(join(folder, 'index.ts'), 'utf8').includes(`'./${id}.ts'`))
  fail(`catalog/index.ts does not import ./${id}.ts. Import it, and list the component there.`)

await prepare()
// The names of these tests contain the id in brackets.
const projects = ['shared', 'conformance', 'web'].flatMap((project) => ['--project', project])
const files = ['catalog.test', 'definition.test', 'conformance.test', 'everyForm.test']
// Other reporters list the tests of all other components as skipped.
const options = ['--reporter=dot', '--testNamePattern', `\\[${id}\\]`]
const { code } = await run('vitest', ['run', ...projects, ...options, ...files])
process.exit(code ?? 1)
