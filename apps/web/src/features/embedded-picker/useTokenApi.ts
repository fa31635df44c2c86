import { createRenewal } from '@stepkey/connect/renewal'
import { useEffect, useRef, useState } from 'react'
import { createApi } from '../../api/api.ts'
import { createQueryClient } from '../../api/queryClient.ts'

interface TokenApiOptions {
  /** The origin of Stepkey; empty for the origin of this page. */
  url: string
  token: string
  /** Called when the token has expired. Calls wait for the next token until the timeout, or until this rejects. */
  onExpired(): void | Promise<void>
}

/** Returns an API client for a connect token. The token and the query cache are in memory only. */
export function useTokenApi(options: TokenApiOptions) {
  const { url, token } = options
  const latest = useRef(options)
  latest.current = options
  const [client] = useState(() => {
    const queryClient = createQueryClient()
    const renewal = createRenewal(async () => latest.current.onExpired())
    const api = createApi({
      queryClient,
      url,
      connectToken: () => latest.current.token,
      onSignedOut: renewal.wait,
    })
    return { api, queryClient, renewal }
  })

  // A new token resumes the waiting calls.
  useEffect(() => {
    const { api, queryClient, renewal } = client
    renewal.settle(true)
    // The new token may be for another task.
    void queryClient.invalidateQueries(api.trpc.connectTokens.pathFilter())
    // Some queries may have timed out before.
    void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  }, [token])

  return client
}
