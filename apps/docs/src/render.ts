import { posix } from 'node:path'
import hljs from 'highlight.js/lib/common'
import MarkdownIt from 'markdown-it'
import { escapeHtml } from './escape-html.ts'
import { pathOf } from './pages.ts'

/** A heading of a page. */
export interface Heading {
  level: number
  text: string
  id: string
}

/** A link of a page to a heading of this or another page. */
export interface Link {
  file: string
  anchor: string
}

/** A rendered page. */
export interface Rendered {
  title: string
  html: string
  headings: Heading[]
  links: Link[]
  /** The images, relative to the folder `docs`. */
  images: string[]
  /** The programs in `examples` that the page links to, relative to the root of the repository. */
  programs: string[]
}

/** What the renderer collects while it renders a page. */
type Environment = {
  file: string
  isPage(file: string): boolean
  headings: Heading[]
  links: Link[]
  images: string[]
  programs: string[]
}

/** A program that the site serves, relative to the folder `docs`. */
const PROGRAM = /^\.\.\/(examples\/[\w.-]+\.mjs)$/

const markdown = new MarkdownIt({
  html: false,
  highlight: (code, language) =>
    hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeHtml(code),
})

/** Returns the id of a heading, as on code hosts: lower case, with hyphens. Underscores stay, for codes. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-')

/** Returns the id, with a number if an earlier heading of the page has it, as on code hosts. */
function uniqueId(id: string, taken: readonly string[]): string {
  for (let number = 0; ; number++) {
    const unique = number === 0 ? id : `${id}-${number}`
    if (!taken.includes(unique)) return unique
  }
}

markdown.core.ruler.push('stepkey', ({ tokens, env }) => {
  const { file, isPage, headings, links, images, programs } = env as unknown as Environment
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const text = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join('')
      const id = uniqueId(
        slug(text),
        headings.map((heading) => heading.id),
      )
      token.attrSet('id', id)
      headings.push({ level: Number(token.tag.slice(1)), text, id })
    }
    for (const child of token.children ?? []) {
      const name = child.type === 'link_open' ? 'href' : child.type === 'image' ? 'src' : undefined
      const target = name && child.attrGet(name)
      if (typeof target !== 'string' || /^(?:[a-z]+:|\/)/.test(target)) continue
      const [path = '', anchor = ''] = target.split('#')
      const linked = path === '' ? file : posix.join(posix.dirname(file), path)
      if (name === 'src') {
        images.push(linked, darkTwinOf(linked))
        child.attrSet('src', `/docs/${linked}`)
      } else if (isPage(linked) || /^[^.].*\.md$/.test(linked)) {
        links.push({ file: linked, anchor })
        const url = `/docs/${pathOf(linked)}`.replace(/\/$/, '')
        child.attrSet('href', anchor ? `${url}#${anchor}` : url)
      } else if (PROGRAM.test(linked)) {
        const program = linked.replace(PROGRAM, '$1')
        programs.push(program)
        child.attrSet('href', `/docs/${program}`)
      } else {
        // A file of the repository: there is no page to link to.
        child.tag = 'span'
        child.attrs = null
        const end = (token.children ?? []).slice((token.children ?? []).indexOf(child)).find(isLinkEnd)
        if (end) end.tag = 'span'
      }
    }
  })
})

/** Returns the file with the same picture for the dark colour scheme. */
const darkTwinOf = (image: string) => image.replace(/(\.\w+)$/, '-dark$1')

const isLinkEnd = ({ type }: { type: string }) => type === 'link_close'

// Both pictures are in the page; its style shows the one of the colour scheme. The other one is not loaded.
markdown.renderer.rules.image = (tokens, index, options, _env, self) => {
  const token = tokens[index] as (typeof tokens)[number]
  const alt = escapeHtml(self.renderInlineAsText(token.children ?? [], options, {}))
  const src = String(token.attrGet('src'))
  const image = (className: string, file: string) =>
    `<img class="${className}" src="${escapeHtml(file)}" alt="${alt}" loading="lazy">`
  return image('on-light', src) + image('on-dark', darkTwinOf(src))
}

// Wide tables and code scroll on their own instead of widening the page. They can be focused to scroll with the keyboard.
markdown.renderer.rules.table_open = () =>
  '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/**
 * Renders a Markdown page.
 * @param file relative to the folder `docs`
 * @param isPage whether a file is a page, to which other pages can link
 */
export function renderPage(file: string, source: string, isPage: (file: string) => boolean): Rendered {
  const environment: Environment = { file, isPage, headings: [], links: [], images: [], programs: [] }
  const html = markdown.render(source, environment).replaceAll('<pre>', '<pre tabindex="0">')
  const { headings, links, images, programs } = environment
  const title = headings.find(({ level }) => level === 1)?.text
  if (title === undefined) throw new Error(`docs/${file} has no title. Begin it with “# Title”.`)
  return { title, html, headings, links, images, programs }
}
