import './style.css'
import MiniSearch from 'minisearch'

/** A section of a page, as search.json lists it. */
interface Section {
  id: string
  page: string
  title: string
  text: string
}

const input = document.querySelector<HTMLInputElement>('#query')
const results = document.querySelector<HTMLElement>('#results')
const LIMIT = 8

let index: Promise<MiniSearch<Section>> | undefined

/** Loads the index at the first search. */
function loadIndex(): Promise<MiniSearch<Section>> {
  index ??= fetch('/docs/search.json').then(async (response) => {
    const search = new MiniSearch<Section>({
      fields: ['title', 'page', 'text'],
      storeFields: ['title', 'page', 'text'],
      searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.2 },
    })
    search.addAll((await response.json()) as Section[])
    return search
  })
  return index
}

async function show(query: string) {
  if (!results) return
  if (query.trim() === '') {
    results.hidden = true
    return
  }
  try {
    const found = (await loadIndex()).search(query).slice(0, LIMIT)
    if (input?.value !== query) return
    const list = document.createElement('ul')
    for (const { id, page, title, text } of found) list.append(toItem({ id, page, title, text }))
    const none = document.createElement('p')
    none.textContent = 'Nothing was found. Try another word.'
    results.replaceChildren(found.length > 0 ? list : none)
  } catch {
    index = undefined
    const failed = document.createElement('p')
    failed.textContent = 'The search could not be loaded. Check your connection and try again.'
    results.replaceChildren(failed)
  }
  results.hidden = false
}

function toItem({ id, page, title, text }: Section): HTMLLIElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = id
  const name = document.createElement('strong')
  name.textContent = title === page ? page : `${page}: ${title}`
  const excerpt = document.createElement('span')
  excerpt.textContent = text.length > 120 ? `${text.slice(0, 120)}…` : text
  link.append(name, excerpt)
  item.append(link)
  return item
}

function close() {
  if (results) results.hidden = true
}

input?.addEventListener('input', () => void show(input.value))
input?.addEventListener('focus', () => void loadIndex().catch(() => {}))
results?.addEventListener('click', close)
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close()
  if (event.key === '/' && document.activeElement?.tagName !== 'INPUT') {
    event.preventDefault()
    input?.focus()
  }
})
document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Node && !document.querySelector('search')?.contains(target)) close()
})

// On a phone the list of pages would push the text below the screen.
const menu = document.querySelector<HTMLDetailsElement>('details.menu')
if (menu && matchMedia('(max-width: 56rem)').matches) menu.open = false

// color-scheme.js sets the colour scheme before the first paint. Here it follows later changes of the system.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  const chosen = localStorage.getItem('stepkey-color-scheme')
  if (chosen === 'light' || chosen === 'dark') return
  document.documentElement.dataset.mantineColorScheme = matches ? 'dark' : 'light'
})
