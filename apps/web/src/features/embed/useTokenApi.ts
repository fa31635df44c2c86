import { useEffect, useRef, useState } from 'react'
import { createApi } from '../../api/api.ts'
import { createQueryClient } from '../../api/queryClient.ts'

/** How long another token is waited for, in milliseconds. */
const PATIENCE = 15_000

interface TokenApiOptions {
  /** Where the Stepkey is; empty for this page's own. */
  url: string
  token: string
  /** The token works no longer. What was asked waits for another one, for a while, or until this rejects. */
  onExpired(): void | Promise<void>
}

/** The API as a connect token opens it. The token is in memory alone, and so is all that was asked with it. */
export function useTokenApi(options: TokenApiOptions) {
  const { url, token } = options
  const latest = useRef(options)
  latest.current = options
  const [made] = useState(() => {
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

  // With another token it goes on.
  useEffect(() => {
    const { api, queryClient, renewal } = made
    renewal.settle(true)
    // It may be for something else.
    void queryClient.invalidateQueries(api.trpc.connectTokens.pathFilter())
    // It may have come too late for some.
    void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  }, [token])

  return made
}

/** Where calls wait whose token works no longer. Once they are told that there is none, the next one asks anew. */
function createRenewal(ask: () => Promise<void>) {
  let waiting: ((again: boolean) => void)[] = []
  let late: ReturnType<typeof setTimeout> | undefined
  function settle(again: boolean) {
    clearTimeout(late)
    const told = waiting
    waiting = []
    for (const goOn of told) goOn(again)
  }
  function wait(): Promise<boolean> {
    const asked = new Promise<boolean>((resolve) => waiting.push(resolve))
    if (waiting.length === 1) {
      late = setTimeout(() => settle(false), PATIENCE)
      ask().catch(() => settle(false))
    }
    return asked
  }
  return { wait, settle }
}
