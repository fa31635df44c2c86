import type { Api } from '../../api/api.ts'

/** The flows of a workspace, page by page. */
export const flowPages = (trpc: Api['trpc'], search?: string) =>
  trpc.flows.list.infiniteQueryOptions(search ? { search } : {}, {
    getNextPageParam: (page) => page.nextCursor,
  })
