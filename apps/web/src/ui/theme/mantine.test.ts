import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const styles = dirname(require.resolve('@mantine/core/styles/baseline.css'))
const components = join(styles, '../esm/components')
const source = join(import.meta.dirname, '../..')

/** Returns the names that the sources and @mantine/notifications import from Mantine. */
function importedNames(): string[] {
  const notifications = join(dirname(require.resolve('@mantine/notifications/styles.css')), 'esm')
  const files = [source, notifications].flatMap((folder) =>
    globSync('**/*.{ts,tsx,mjs}', { cwd: folder }).map((file) => join(folder, file)),
  )
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from ["']@mantine\/core["']/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim()),
    ),
  )
}

/** Returns the style sheets of these modules and of all their imports. */
function sheetsOf(entries: string[]): Set<string> {
  const sheets = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const [, sheet] = /^(\w+)\.module\.mjs$/.exec(basename(file)) ?? []
    if (sheet) sheets.add(sheet)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from ["'](\.[^"']+)["']/g))
      visit(join(dirname(file), path))
  }
  entries.forEach(visit)
  return sheets
}

it('loads exactly the styles of the used components, in Mantine’s order', () => {
  const entries = importedNames()
    .map((name) => join(components, name, `${name}.mjs`))
    .filter(existsSync)
  const all = readFileSync(join(styles, '../styles.css'), 'utf8')
  const positionOf = (sheet: string) => {
    const position = all.indexOf(readFileSync(join(styles, `${sheet}.css`), 'utf8').trim())
    expect(position, sheet).toBeGreaterThanOrEqual(0)
    return position
  }
  const used = [...sheetsOf(entries)].filter((sheet) => existsSync(join(styles, `${sheet}.css`)))
  const needed = ['default-css-variables', 'global', ...used].sort((a, b) => positionOf(a) - positionOf(b))
  const loaded = readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8').matchAll(
    /styles\/([\w-]+)\.css/g,
  )
  expect([...loaded].map(([, sheet]) => sheet)).toEqual(needed)
})
