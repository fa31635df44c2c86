import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const styles = dirname(require.resolve('@mantine/core/styles/baseline.css'))
const components = join(styles, '../esm/components')
const source = join(import.meta.dirname, '../..')

/** What our sources, and the messages, take from Mantine by name. */
function takenNames(): string[] {
  const messages = join(dirname(require.resolve('@mantine/notifications/styles.css')), 'esm')
  const files = [source, messages].flatMap((folder) =>
    globSync('**/*.{ts,tsx,mjs}', { cwd: folder }).map((file) => join(folder, file)),
  )
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from ["']@mantine\/core["']/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim()),
    ),
  )
}

/** The style sheets of these modules and of all that they import. */
function sheetsOf(entries: string[]): Set<string> {
  const sheets = new Set<string>()
  const seen = new Set<string>()
  const look = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const [, sheet] = /^(\w+)\.module\.mjs$/.exec(basename(file)) ?? []
    if (sheet) sheets.add(sheet)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from ["'](\.[^"']+)["']/g))
      look(join(dirname(file), path))
  }
  entries.forEach(look)
  return sheets
}

it('loads the styles of the components that are used, in Mantine’s order, and no others', () => {
  const entries = takenNames()
    .map((name) => join(components, name, `${name}.mjs`))
    .filter(existsSync)
  const all = readFileSync(join(styles, '../styles.css'), 'utf8')
  const at = (sheet: string) => {
    const place = all.indexOf(readFileSync(join(styles, `${sheet}.css`), 'utf8').trim())
    expect(place, sheet).toBeGreaterThanOrEqual(0)
    return place
  }
  const used = [...sheetsOf(entries)].filter((sheet) => existsSync(join(styles, `${sheet}.css`)))
  const needed = ['default-css-variables', 'global', ...used].sort((a, b) => at(a) - at(b))
  const loaded = readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8').matchAll(
    /styles\/([\w-]+)\.css/g,
  )
  expect([...loaded].map(([, sheet]) => sheet)).toEqual(needed)
})
