import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GROUPS } from './pages.ts'
import { buildSite } from './site.ts'

const assets = { script: 'assets/search-1.js', style: 'assets/search-1.css' }
const files = GROUPS.flatMap((group) => group.files)

describe('the site', () => {
  let root: string
  const write = (file: string, source: string) => {
    const path = join(root, 'docs', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source)
  }
  const build = () => buildSite(join(root, 'docs'), assets)

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'stepkey-docs-'))
    for (const file of files) write(file, `# About ${file}\n\nText.\n`)
    write('decisions/0001-first.md', '# The first decision\n\n## Context\n')
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it('has a document and the Markdown of each page, and of each decision', () => {
    const site = build()
    for (const name of ['index', 'tutorial', 'decisions', 'changelog', 'decisions/0001-first']) {
      expect(String(site.get(`${name}.html`))).toMatch(/^<!doctype html>[\s\S]*<main/)
      expect(site.get(`${name}.md`)).toMatch(/^# /)
    }
  })

  it('links pages and headings, and shows names of other files without a link', () => {
    write('problems.md', '# Problems\n\n### in_use\n')
    write(
      'concepts.md',
      '# Concepts\n\nSee [this](problems.md#in_use), [above](#concepts) and [a file](../apps/x.ts).\n',
    )
    const html = String(build().get('concepts.html'))
    expect(html).toContain('<a href="/docs/problems#in_use">this</a>')
    expect(html).toContain('<a href="/docs/concepts#concepts">above</a>')
    expect(html).toContain('<span>a file</span>')
  })

  it('contains the programs that pages link to', () => {
    write('../examples/engine.mjs', 'console.log(1)\n')
    write('architecture.md', '# Architecture\n\nSee [the engine](../examples/engine.mjs).\n')
    const site = build()
    expect(site.get('architecture.html')).toContain('<a href="/docs/examples/engine.mjs">the engine</a>')
    expect(site.get('examples/engine.mjs')).toBe('console.log(1)\n')
  })

  it.each([
    ['a page that does not exist', 'See [it](absent.md).', /links to absent\.md/],
    ['a heading that does not exist', 'See [it](problems.md#absent).', /problems\.md#absent/],
    ['a program that does not exist', 'See [it](../examples/absent.mjs).', /links to examples\/absent\.mjs/],
    ['a picture that does not exist', '![It](absent.png)', /shows absent\.png/],
    ['a picture without one for dark', '![It](light.png)', /shows light-dark\.png/],
  ])('refuses %s', (_, text, message) => {
    write('light.png', '')
    write('oauth.md', `# OAuth\n\n${text}\n`)
    expect(build).toThrow(message)
    write('oauth.md', '# OAuth\n')
  })

  it('contains each picture for light and for dark', () => {
    write('embedding.md', '# Embedding\n\n![The “picker” <b>](pictures/picker.png)\n')
    write('pictures/picker.png', 'light')
    write('pictures/picker-dark.png', 'dark')
    const site = build()
    expect(site.get('embedding.html')).toContain(
      '<img class="on-light" src="/docs/pictures/picker.png" alt="The “picker” &#60;b&#62;" loading="lazy">' +
        '<img class="on-dark" src="/docs/pictures/picker-dark.png" alt="The “picker” &#60;b&#62;" loading="lazy">',
    )
    expect(String(site.get('pictures/picker-dark.png'))).toBe('dark')
    write('embedding.md', '# Embedding\n')
  })

  it('never contains scripts or HTML of the text', () => {
    write('webhooks.md', '# Webhooks <b>\n\n<script>alert(1)</script>\n\n```js\n"<script>"\n```\n')
    const html = String(build().get('webhooks.html'))
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).not.toContain('<b>')
    write('webhooks.md', '# Webhooks\n')
  })

  it('lists the sections of all pages for the search, with their text', () => {
    write(
      'operations.md',
      '# Operations\n\n## Backup\n\nUse `stepkey backup`.\n\n```sh\n# not a heading\n```\n\n## Logs\n\nLines.\n',
    )
    const sections = JSON.parse(String(build().get('search.json')))
    expect(sections).toContainEqual({
      id: '/docs/operations#backup',
      page: 'Operations',
      title: 'Backup',
      text: 'Use stepkey backup . # not a heading',
    })
    expect(sections).toContainEqual({
      id: '/docs/operations#logs',
      page: 'Operations',
      title: 'Logs',
      text: 'Lines.',
    })
  })

  it('describes every page in llms.txt, and contains all of them in llms-full.txt', () => {
    const site = build()
    const overview = String(site.get('llms.txt'))
    expect(overview.match(/^- \[/gm)).toHaveLength(files.length + 1)
    expect(overview).toContain('[About tutorial.md](/docs/tutorial.md): Text.')
    expect(String(site.get('llms-full.txt')).split('\n---\n')).toHaveLength(files.length + 1)
  })
})

describe('the pages of this repository', () => {
  it('have titles, and links to pages, headings and pictures that exist', () => {
    const site = buildSite(join(import.meta.dirname, '../../../docs'), assets)
    expect(site.get('index.html')).toContain('Stepkey')
    expect(site.get('examples/flow-engine.mjs')).toContain('STEPKEY_API_KEY')
  })
})
