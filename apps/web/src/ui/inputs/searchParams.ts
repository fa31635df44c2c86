/** Parses the URL search parameters of a page with a search box: `?search=…`. */
export const searchParams = (params: Record<string, unknown>): { search?: string } =>
  typeof params.search === 'string' && params.search !== '' ? { search: params.search } : {}
