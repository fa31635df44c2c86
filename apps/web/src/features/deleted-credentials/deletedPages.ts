import type { Api } from '../../api/api.ts'

/** Query options for deleted credentials, page by page. */
export const deletedPages = (trpc: Api['trpc'], search: string) =>
  trpc.deletedCredentials.list.infiniteQueryOptions(search ? { search } : {}, {
    getNextPageParam: (page) => page.nextCursor,
  })
