// `npm run catalog:check`: compares the catalog with public npm packages that describe providers as data, and prints
// where they agree and differ. The packages are read for facts: nothing of them is run, copied or kept in the repository.
// `npm run catalog:check -- slack` shows only methods whose name contains `slack`.

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { catalog } from '../packages/shared/src/catalog/index.ts'
import { counterparts, describeComponent, describeN8n, describeNango } from './compare-catalog.mjs'
import { fail, root, run } from './toolchain.mjs'

// Git ignores this folder.
const folder = join(root, '.runtime/catalog-check')
const NANGO = '@nangohq/providers'
const N8N = 'n8n-nodes-base'

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const npm = async (...args) => {
  const { code, output } = await run('npm', args, { cwd: '.runtime/catalog-check', quiet: true })
  if (code !== 0) fail(`${output}\nThe packages could not be downloaded from npm.`)
}
// Nango's package brings the YAML reader. That of n8n has hundreds of dependencies, so only its archive is downloaded.
await npm('install', '--prefix', folder, '--no-save', '--ignore-scripts', NANGO)
await npm('pack', '--pack-destination', folder, '--ignore-scripts', N8N)
await run('sh', ['-c', `tar -xzf ${N8N}-*.tgz package/package.json package/dist/types/credentials.json`], {
  cwd: '.runtime/catalog-check',
  quiet: true,
})

const read = (...path) => readFileSync(join(folder, ...path), 'utf8')
const yaml = createRequire(join(folder, 'node_modules', NANGO, 'package.json'))('js-yaml')
const others = [
  ...describeNango(yaml.load(read('node_modules', NANGO, 'providers.yaml'))),
  ...describeN8n(JSON.parse(read('package/dist/types/credentials.json'))),
]
for (const path of [['node_modules', NANGO, 'package.json'], ['package/package.json']]) {
  const { name, version } = JSON.parse(read(...path))
  console.log(`${name} ${version}`)
}

const filter = process.argv[2] ?? ''
const counts = { agree: 0, differ: 0, alone: 0 }
const perFact = new Map()
for (const ours of Object.values(catalog).flatMap(describeComponent)) {
  if (!ours.name.includes(filter)) continue
  const found = counterparts(ours, others)
  const differs = found.some(({ facts }) => facts.some(({ agrees }) => !agrees))
  counts[found.length === 0 ? 'alone' : differs ? 'differ' : 'agree'] += 1
  console.log(`\n${ours.name}${found.length === 0 ? ': no counterpart' : ''}`)
  for (const { name, facts } of found) {
    const agreed = facts.filter(({ agrees }) => agrees).map(({ fact }) => fact)
    console.log(`  ${name}${agreed.length > 0 ? ` agrees: ${agreed.join(', ')}` : ''}`)
    for (const { fact, ours: mine, theirs, agrees } of facts) {
      const count = perFact.get(fact) ?? { agree: 0, differ: 0 }
      perFact.set(fact, { ...count, [agrees ? 'agree' : 'differ']: count[agrees ? 'agree' : 'differ'] + 1 })
      if (!agrees) console.log(`    ${fact}: ${mine.join(' or ')} | there: ${theirs.join(' or ')}`)
    }
  }
}
console.log(`\nMethods: ${counts.agree} agree, ${counts.differ} differ, ${counts.alone} have no counterpart.`)
for (const [fact, { agree, differ }] of perFact) console.log(`${fact}: ${agree} agree, ${differ} differ`)
process.exit(0)
