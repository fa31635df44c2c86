import { CATEGORIES, type Category } from './component.ts'

interface Searchable {
  title: string
  description: string
  category: string
  aliases: readonly string[]
}

/**
 * Returns the components that match a search, best match first. Each search word must be the beginning of a
 * word in the title, an alias, the description or the category.
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

/**
 * Returns the worst rank of all words: 0 for the title, 1 for an alias, 2 for the description, 3 for the
 * category.
 */
function rankOf({ title, description, category, aliases }: Searchable, words: readonly string[]): number {
  const searchedTexts = [title, aliases.join(' '), description, CATEGORIES[category as Category] ?? '']
  const ranks = words.map((word) => searchedTexts.findIndex((text) => hasWordPrefix(text, word)))
  return Math.max(...ranks.map((rank) => (rank < 0 ? NOT_FOUND : rank)))
}

const hasWordPrefix = (text: string, word: string) =>
  ` ${text.toLowerCase().replace(/[-–/.(]/g, ' ')}`.includes(` ${word}`)

/**
 * Groups components into sections: first those with credentials, last changed first, then all others by
 * category.
 */
export function groupIntoSections<
  C extends Searchable & { credentialCount: number; lastChangedAt: string | null },
>(components: readonly C[]): { title: string; components: C[] }[] {
  const used = components
    .filter(({ credentialCount }) => credentialCount > 0)
    .toSorted((a, b) => (b.lastChangedAt ?? '').localeCompare(a.lastChangedAt ?? ''))
  const others = Object.entries(CATEGORIES).map(([category, title]) => ({
    title,
    components: components.filter(
      (component) => component.category === category && component.credentialCount === 0,
    ),
  }))
  return [{ title: 'With credentials', components: used }, ...others].filter(
    (section) => section.components.length > 0,
  )
}
