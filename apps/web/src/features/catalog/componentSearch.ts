import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { CATEGORIES } from '@stepkey/shared/component'

/** The filters of the components, as URL search parameters. */
export interface ComponentSearch {
  search?: string
  category?: string
}

/** Parses URL search parameters; drops invalid ones. */
export function componentSearch(params: Record<string, unknown>): ComponentSearch {
  const { search, category } = params
  return {
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(typeof category === 'string' && Object.hasOwn(CATEGORIES, category) && { category }),
  }
}

/** Returns the components of a category, or all without one. */
export const inCategory = (components: readonly ComponentSummary[], category: string | undefined) =>
  category ? components.filter((component) => component.category === category) : components
