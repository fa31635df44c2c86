import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { GROUPS, pathOf } from './pages.ts'
import { type Rendered, renderPage } from './render.ts'
import { toDocument } from './template.ts'

/** The names of the bundled files that every page loads. */
export interface Assets {
  style: string
  script: string
}

/** A rendered page with its place in the site. */
interface Page extends Rendered {
  file: string
  path: string
  source: string
}

/**
 * Builds the site: an HTML document for each page, its Markdown, the index of the search, the pictures, the
 * linked programs, and `llms.txt`.
 * @param folder the folder `docs` of the repository
 * @returns the files by their path below `/docs`
 * @throws Error for a link to a page or heading that does not exist
 */
export function buildSite(folder: string, assets: Assets): Map<string, string | Uint8Array> {
  const pages = readPages(folder)
  requireLinkTargets(pages)
  const site = new Map<string, string | Uint8Array>()
  const titles = new Map(pages.map(({ file, title }) => [file, title]))
  const groups = GROUPS.map(({ title, files }) => ({
    title,
    pages: files.map((file) => ({ path: pathOf(file), title: titles.get(file) ?? file })),
  }))
  for (const page of pages) {
    const name = page.path === '' ? 'index' : page.path
    site.set(`${name}.html`, toDocument({ ...page, groups, ...assets }))
    site.set(`${name}.md`, page.source)
    for (const image of page.images) site.set(image, readFileSync(join(folder, image)))
    for (const program of page.programs) site.set(program, readFileSync(join(folder, '..', program), 'utf8'))
  }
  const html =
    '<h1>Page not found</h1>\n<p>There is no such page. Search for it, or choose one from the list.</p>\n'
  site.set(
    'not-found.html',
    toDocument({ title: 'Page not found', path: 'not-found', html, headings: [], groups, ...assets }),
  )
  site.set('search.json', JSON.stringify(pages.flatMap(sectionsOf)))
  site.set('llms.txt', toLlmsText(pages))
  site.set('llms-full.txt', pages.map(({ source }) => source.trim()).join('\n\n---\n\n'))
  return site
}

function readPages(folder: string): Page[] {
  const listed = GROUPS.flatMap(({ files }) => files)
  const records = readdirSync(join(folder, 'decisions'))
    .filter((name) => /^\d{4}-.*\.md$/.test(name))
    .sort()
    .map((name) => posix.join('decisions', name))
  const files = [...listed, ...records]
  return files.map((file) => {
    const source = readFileSync(join(folder, file), 'utf8')
    const isPage = (linked: string) => files.includes(linked)
    const page = renderPage(file, source, isPage)
    const missing = page.images.find((image) => !existsSync(join(folder, image)))
    if (missing) throw new Error(`docs/${file} shows ${missing}, which does not exist.`)
    const absent = page.programs.find((program) => !existsSync(join(folder, '..', program)))
    if (absent) throw new Error(`docs/${file} links to ${absent}, which does not exist.`)
    return { ...page, file, path: pathOf(file), source }
  })
}

function requireLinkTargets(pages: readonly Page[]): void {
  const byFile = new Map(pages.map((page) => [page.file, page]))
  for (const { file, links } of pages) {
    for (const link of links) {
      const target = byFile.get(link.file)
      if (!target) throw new Error(`docs/${file} links to ${link.file}, but there is no such page.`)
      if (link.anchor && !target.headings.some(({ id }) => id === link.anchor))
        throw new Error(`docs/${file} links to ${link.file}#${link.anchor}, but there is no such heading.`)
    }
  }
}

/** Returns the sections of a page for the search: the text below each heading. */
function sectionsOf({ path, title: page, source, headings }: Page) {
  const url = `/docs/${path}`.replace(/\/$/, '')
  const parts = withoutCode(source).split(/^#{1,3} .*$/m)
  return headings
    .filter(({ level }) => level <= 3)
    .map(({ text: title, id, level }, index) => ({
      id: level === 1 ? url : `${url}#${id}`,
      page,
      title,
      text: toPlainText(parts[index + 1] ?? ''),
    }))
}

/** Removes lines that look like headings from code blocks. */
const withoutCode = (source: string) =>
  source.replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/^#/gm, ' #'))

const toPlainText = (source: string) =>
  source
    .replace(/^```\w*$/gm, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[*`|]|-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Returns an overview of the pages for language models, in the format of llmstxt.org. */
function toLlmsText(pages: readonly Page[]): string {
  const lines = pages.map(({ path, title, source }) => {
    const [first = ''] = toPlainText(source.replace(/^# .*$/m, '')).split(/(?<=[.!?]) /)
    return `- [${title}](/docs/${path || 'index'}.md): ${first}`
  })
  return `# Stepkey

> The credentials manager for integration flows: users create credentials, have them verified against the real API before
> they are stored, and choose them in the steps of flows; flow engines fetch them at run time.

All pages in one file: [/docs/llms-full.txt](/docs/llms-full.txt). The OpenAPI document: [/api/v1/openapi.json](/api/v1/openapi.json).

## Pages

${lines.join('\n')}
`
}
