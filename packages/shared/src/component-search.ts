import { CATEGORIES, type Category } from './component.ts'

interface Searchable {
  title: string
  description: string
  category: string
  aliases: readonly string[]
}

/**
 * The components that a search finds, the likeliest first: each word of it begins a word of the title, an alias, the
 * description or the category.
 */
export function searchComponents<C extends Searchable>(components: readonly C[], search: string): C[] {
  const words = search.trim().toLowerCase().split(/\s+/)
  return components
    .map((component) => ({ component, rank: rankOf(component, words) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .map(({ component }) => component)
}

const NOT_FOUND = 4

/** The place of the word that is hardest to find: title 0, alias 1, description 2, category 3. */
function rankOf({ title, description, category, aliases }: Searchable, words: readonly string[]): number {
  const places = [title, aliases.join(' '), description, CATEGORIES[category as Category] ?? '']
  const ranks = words.map((word) => places.findIndex((text) => begins(text, word)))
  return Math.max(...ranks.map((rank) => (rank < 0 ? NOT_FOUND : rank)))
}

const begins = (text: string, word: string) =>
  ` ${text.toLowerCase().replace(/[-–/.(]/g, ' ')}`.includes(` ${word}`)

/** Components under headings: those that have credentials, the last changed first, and then all others by category. */
export function inSections<C extends Searchable & { credentialCount: number; lastChangedAt: string | null }>(
  components: readonly C[],
): { title: string; components: C[] }[] {
  const used = components
    .filter(({ credentialCount }) => credentialCount > 0)
    .toSorted((a, b) => (b.lastChangedAt ?? '').localeCompare(a.lastChangedAt ?? ''))
  const others = Object.entries(CATEGORIES).map(([category, title]) => ({
    title,
    components: components.filter((one) => one.category === category && one.credentialCount === 0),
  }))
  return [{ title: 'With credentials', components: used }, ...others].filter(
    (one) => one.components.length > 0,
  )
}
