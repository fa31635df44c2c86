import { QueryClient } from '@tanstack/react-query'
import { codeOf } from './api.ts'

/**
 * Creates the query client. While the browser is offline, calls fail immediately (`networkMode: 'always'`): a mutation must
 * not be paused and run later, after the user has cancelled it.
 */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // An error with a code comes from the server; a retry would not change it.
        retry: (failures, error) => codeOf(error) === undefined && failures < 2,
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  })
