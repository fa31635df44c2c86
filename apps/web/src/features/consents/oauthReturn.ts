/**
 * Passes the parameters of an OAuth redirect from the provider's window to the page that waits for them, over a
 * BroadcastChannel of this origin. `window.opener` is often cut off on the way, and secrets must not be in storage.
 */
const CHANNEL = 'stepkey-oauth'

/** Milliseconds between two offers, and until the parameters are reported as unclaimed. */
const OFFER_INTERVAL = 300
const UNCLAIMED_AFTER = 3000

type Parameters = Record<string, string>

interface ReturnHandlers {
  onReceived(): void
  /** No page has claimed the parameters yet. Offers continue, because a background page may wake up late. */
  onUnclaimed(): void
}

/** Offers the parameters until a page claims them. @returns a function that stops this */
export function publishOAuthReturn(
  parameters: Parameters,
  { onReceived, onUnclaimed }: ReturnHandlers,
): () => void {
  const { state } = parameters
  if (!state) {
    onUnclaimed()
    return () => {}
  }
  const channel = new BroadcastChannel(CHANNEL)
  const offer = () => channel.postMessage({ state, parameters })
  const offerTimer = setInterval(offer, OFFER_INTERVAL)
  const unclaimedTimer = setTimeout(onUnclaimed, UNCLAIMED_AFTER)
  const stop = () => {
    clearInterval(offerTimer)
    clearTimeout(unclaimedTimer)
    channel.close()
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isRecord(data) || data.state !== state || data.taken !== true) return
    stop()
    onReceived()
  }
  offer()
  return stop
}

/** Waits for the parameters with this state and ignores all others. Rejects when the signal aborts. */
export function awaitOAuthReturn(state: string, signal: AbortSignal): Promise<Parameters> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise<Parameters>((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isRecord(data) || data.state !== state || !isParameters(data.parameters)) return
      channel.postMessage({ state, taken: true })
      resolve(data.parameters)
    }
  }).finally(() => channel.close())
}

// Not imported from the schemas: the OAuth return page needs none of them.
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isParameters = (value: unknown): value is Parameters =>
  isRecord(value) && Object.values(value).every((value) => typeof value === 'string')
