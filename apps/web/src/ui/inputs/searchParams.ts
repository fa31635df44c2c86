/** The search params of a page with a search box: `?search=…`, absent while nothing is searched for. */
export const searchParams = (params: Record<string, unknown>): { search?: string } =>
  typeof params.search === 'string' && params.search !== '' ? { search: params.search } : {}
