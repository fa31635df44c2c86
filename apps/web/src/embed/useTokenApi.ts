import { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { codeOf, createApi } from '../api.ts'

interface TokenApiOptions {
  /** Where the Stepkey is; empty for this page's own. */
  url: string
  token: string
  /** The token works no longer. What was asked waits for another one. */
  onExpired(): void
}

/** The API as a connect token opens it. The token is in memory alone, and so is all that was asked with it. */
export function useTokenApi(options: TokenApiOptions) {
  const { url, token } = options
  const latest = useRef(options)
  latest.current = options
  const waiting = useRef<((again: boolean) => void)[]>([])
  const [made] = useState(() => {
    const queryClient = new QueryClient({
      defaultOptions: {
        queries: {
          staleTime: 5_000,
          retry: (failures, error) => codeOf(error) === undefined && failures < 2,
        },
      },
    })
    const api = createApi({
      queryClient,
      url,
      connectToken: () => latest.current.token,
      onSignedOut: () => {
        const asked = new Promise<boolean>((resolve) => waiting.current.push(resolve))
        if (waiting.current.length === 1) latest.current.onExpired()
        return asked
      },
    })
    return { api, queryClient }
  })

  // With another token it goes on.
  useEffect(() => {
    for (const goOn of waiting.current.splice(0)) goOn(true)
    // It may be for something else.
    void made.queryClient.invalidateQueries(made.api.trpc.connectTokens.pathFilter())
  }, [token])

  return made
}
