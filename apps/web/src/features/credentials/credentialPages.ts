import type { Api } from '../../api/api.ts'

/** Query options for the credentials of a component, page by page. */
export const credentialPages = (
  trpc: Api['trpc'],
  { componentId, search, limit }: { componentId: string; search?: string; limit?: number },
) =>
  trpc.credentials.list.infiniteQueryOptions(
    { componentId, ...(search && { search }), ...(limit && { limit }) },
    { getNextPageParam: (page) => page.nextCursor },
  )
