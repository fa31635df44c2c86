import { useEffect, useRef, useState } from 'react'
import { createApi } from '../../api/api.ts'
import { createQueryClient } from '../../api/queryClient.ts'

/** How long calls wait for another token, in milliseconds. */
const RENEWAL_TIMEOUT = 15_000

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

/** Lets calls with an expired token wait for the next one. After a timeout, the next call asks again. */
function createRenewal(requestToken: () => Promise<void>) {
  let waiting: ((isRenewed: boolean) => void)[] = []
  let timeout: ReturnType<typeof setTimeout> | undefined
  function settle(isRenewed: boolean) {
    clearTimeout(timeout)
    const callbacks = waiting
    waiting = []
    for (const resume of callbacks) resume(isRenewed)
  }
  function wait(): Promise<boolean> {
    const renewed = new Promise<boolean>((resolve) => waiting.push(resolve))
    if (waiting.length === 1) {
      timeout = setTimeout(() => settle(false), RENEWAL_TIMEOUT)
      requestToken().catch(() => settle(false))
    }
    return renewed
  }
  return { wait, settle }
}
