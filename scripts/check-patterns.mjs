// Checks that every regular expression of the product takes linear time, whatever text it is applied to: texts come from
// users and from remote servers, and one slow pattern would stop the whole process. Part of `npm test`.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'
import { check } from 'recheck'
import { catalog } from '../packages/shared/src/catalog/index.ts'
import { fieldMeta } from '../packages/shared/src/fields.ts'
import { root } from './toolchain.mjs'

/** Against hanging, in milliseconds. The check of one pattern takes a few seconds at most. */
const TIME_LIMIT = 10 * 60_000

/** The patterns by source and flags, each with one place where it stands. */
const patterns = new Map()
const add = (source, flags, place) => patterns.set(`/${source}/${flags}`, { source, flags, place })

const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\/src\//.test(file) && !/\.test\.tsx?$|\.gen\.ts$|\/catalog\/answers\//.test(file))
for (const file of files) {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  new Visitor({
    Literal({ regex, start }) {
      if (regex) add(regex.pattern, regex.flags, `${file}:${text.slice(0, start).split('\n').length}`)
    },
  }).visit(parseSync(file, text).program)
}

// Some patterns of fields are composed of strings, so the schemas are read, too.
for (const component of Object.values(catalog))
  for (const [methodId, { fields }] of Object.entries(component.methods))
    addPatternsOf(fields, `${component.id}.${methodId}`)

function addPatternsOf(schema, place) {
  const { checks = [], shape = {}, options = [], innerType } = schema._zod.def
  for (const { _zod } of checks)
    if (_zod.def.pattern) add(_zod.def.pattern.source, _zod.def.pattern.flags, place)
  const { extract } = fieldMeta.get(schema) ?? {}
  if (extract) add(extract, '', place)
  for (const [name, field] of Object.entries(shape)) addPatternsOf(field, `${place}.${name}`)
  for (const option of [...options, ...(innerType ? [innerType] : [])]) addPatternsOf(option, place)
}

let failed = false
for (const { source, flags, place } of patterns.values()) {
  const { status, complexity, attack } = await check(source, flags, { timeout: TIME_LIMIT })
  if (status === 'safe') continue
  failed = true
  console.error(`${place}: /${source}/${flags} takes ${complexity?.summary ?? status} time.`)
  if (attack) console.error(`  It is slow for ${attack.pattern}`)
}
console.log(`${patterns.size} patterns checked`)
// The checker runs as a child process, which would keep this one alive.
process.exit(failed ? 1 : 0)
