import { escapeHtml } from './escape-html.ts'
import type { Heading } from './render.ts'

/** What the frame of a page shows besides its text. */
export interface Frame {
  title: string
  /** The path below `/docs`; empty for the first page. */
  path: string
  html: string
  headings: readonly Heading[]
  /** The navigation: groups of pages. */
  groups: readonly { title: string; pages: readonly { path: string; title: string }[] }[]
  style: string
  script: string
}

const urlOf = (path: string) => `/docs/${path}`.replace(/\/$/, '')

/** Returns the HTML document of a page. It loads nothing from other hosts, and has no inline scripts or styles. */
export function toDocument({ title, path, html, headings, groups, style, script }: Frame): string {
  const sections = headings.filter(({ level }) => level === 2)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(path === '' ? 'Stepkey documentation' : `${title} · Stepkey`)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/${style}">
<script src="/color-scheme.js"></script>
<script type="module" src="/docs/${script}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="home" href="/docs">Stepkey <span>documentation</span></a>
<search>
<label for="query">Search</label>
<input id="query" type="search" autocomplete="off" aria-controls="results">
<div id="results" role="region" aria-label="Search results" aria-live="polite" hidden></div>
</search>
<a href="/">Open Stepkey</a>
</header>
<div class="columns">
<details class="menu" open>
<summary>All pages</summary>
<nav aria-label="Pages">
${groups
  .map(
    (group) => `<h2>${escapeHtml(group.title)}</h2>
<ul>
${group.pages
  .map(
    (page) =>
      `<li><a href="${urlOf(page.path)}"${page.path === path ? ' aria-current="page"' : ''}>${escapeHtml(page.title)}</a></li>`,
  )
  .join('\n')}
</ul>`,
  )
  .join('\n')}
</nav>
</details>
<main id="content">
${html}</main>
${
  sections.length > 1
    ? `<nav class="sections" aria-label="On this page">
<h2>On this page</h2>
<ul>
${sections.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`).join('\n')}
</ul>
</nav>`
    : ''
}
</div>
</body>
</html>
`
}
