import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import { type Logger, pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { shopDefinition } from '../../../testing/own-component.ts'
import { builtIn, createCatalog } from './catalog.ts'
import { watchOperatorComponents, withOperatorComponents } from './operator-components.ts'

const included = builtIn(Object.values(builtInComponents))

describe('the operator’s components', () => {
  let folder: string
  let stop: AbortController
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'components-'))
    stop = new AbortController()
  })
  afterEach(() => {
    stop.abort()
    rmSync(folder, { recursive: true })
  })

  const write = (name: string, content: object | string) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  const acme = { id: 'acme', ...shopDefinition() }

  it('are read from JSON and YAML files, and belong to every workspace', async () => {
    write('acme.json', acme)
    write('north.yaml', stringify({ ...acme, id: 'north', title: 'North' }))
    write('notes.txt', 'no definition')
    const catalog = createCatalog(withOperatorComponents(included, folder))
    expect(await catalog.find('workspace', 'acme')).toMatchObject({ title: 'Acme Shop', source: 'operator' })
    expect(await catalog.find(null, 'north')).toMatchObject({ title: 'North' })
    expect(await catalog.findMethod('workspace', 'acme', 'key')).toMatchObject({
      method: { allowedHosts: ['{{baseUrl}}'] },
    })
    const ids = (await catalog.list('workspace')).map(({ id }) => id)
    expect(ids.slice(-2)).toEqual(['acme', 'north'])
  })

  it.each([
    ['is not JSON or YAML', '{"id": ', 'can’t be read as JSON or YAML'],
    ['has no definition', '"text"', 'does not contain a definition'],
    ['has a problem', { ...acme, docsUrl: 'http://plain.example' }, '/docsUrl Enter a link'],
    ['has the id of a built-in component', { ...acme, id: 'github' }, 'taken by a built-in component'],
    ['has an id for workspaces', { ...acme, id: 'custom:acme' }, 'belong to workspaces'],
    ['has an alias bomb', 'a: &a [1]\nb: [*a, *a]', 'can’t be read'],
    ['is too large', `{"id": "${'x'.repeat(600_000)}"}`, 'more than 512 KiB'],
  ])('prevent the start when a file %s', (_, content, message) => {
    write('acme.json', content)
    expect(() => withOperatorComponents(included, folder)).toThrow(/acme\.json: /)
    expect(() => withOperatorComponents(included, folder)).toThrow(message)
  })

  it('prevent the start when two files have the same id, or there is no folder', () => {
    write('a.json', acme)
    write('b.json', acme)
    expect(() => withOperatorComponents(included, folder)).toThrow('b.json: The id acme is taken by a.json')
    expect(() => withOperatorComponents(included, join(folder, 'missing'))).toThrow('can’t be read')
  })

  it('follow changes of the folder, and stay as they were when one has a problem', async () => {
    const problems: unknown[] = []
    const log: Logger = pino({ level: 'silent' })
    vi.spyOn(log, 'error').mockImplementation((entry: unknown) => void problems.push(entry))
    write('acme.json', acme)
    const components = watchOperatorComponents(included, folder, { log, signal: stop.signal })
    const titleOf = () => components.find('acme')?.title
    expect(titleOf()).toBe('Acme Shop')
    write('acme.json', { ...acme, title: 'Acme' })
    await expect.poll(titleOf, { timeout: 10_000 }).toBe('Acme')
    write('acme.json', '{')
    await expect.poll(() => problems.length, { timeout: 10_000 }).toBe(1)
    expect(titleOf()).toBe('Acme')
    write('acme.json', { ...acme, title: 'Repaired' })
    await expect.poll(titleOf, { timeout: 10_000 }).toBe('Repaired')
  })
})
