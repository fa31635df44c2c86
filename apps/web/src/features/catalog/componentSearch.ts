import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { CATEGORIES } from '@stepkey/shared/component'

/** Which components are shown, as it stands in the address. */
export interface ComponentSearch {
  search?: string
  category?: string
}

export function componentSearch(params: Record<string, unknown>): ComponentSearch {
  const { search, category } = params
  return {
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(typeof category === 'string' && Object.hasOwn(CATEGORIES, category) && { category }),
  }
}

export const inCategory = (components: readonly ComponentSummary[], category: string | undefined) =>
  category ? components.filter((component) => component.category === category) : components
