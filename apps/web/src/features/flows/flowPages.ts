import type { Api } from '../../api/api.ts'

/** Query options for the flows of a workspace, page by page. */
export const flowPages = (trpc: Api['trpc'], search?: string) =>
  trpc.flows.list.infiniteQueryOptions(search ? { search } : {}, {
    getNextPageParam: (page) => page.nextCursor,
  })
