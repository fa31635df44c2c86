import { QueryClient } from '@tanstack/react-query'
import { codeOf } from './api.ts'

/**
 * What is shared by all that is asked. Where the browser takes itself for offline, a call fails at once and says so: it
 * must not wait, and be made later although it was declined meanwhile.
 */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server answered with a code won't change by asking again.
        retry: (failures, error) => codeOf(error) === undefined && failures < 2,
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  })
