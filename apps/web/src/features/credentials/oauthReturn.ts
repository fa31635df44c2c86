/**
 * A vendor sends people back in a window of its own. What they bring goes to the page that waits for it over a channel
 * of this origin: the window's opener is often cut off on the way, and nothing of it belongs in storage.
 */
const CHANNEL = 'stepkey-oauth'

/** Milliseconds between two offers, and until nobody seems to wait any more. */
const AGAIN = 300
const LATE = 3000

type Parameters = Record<string, string>

interface Handing {
  onTaken(): void
  /** Nobody has taken it so far. It goes on being offered: a page in the background may wake up late. */
  onLate(): void
}

/** Offers what was brought until it is taken. @returns what ends that */
export function publishOAuthReturn(parameters: Parameters, { onTaken, onLate }: Handing): () => void {
  const { state } = parameters
  if (!state) {
    onLate()
    return () => {}
  }
  const channel = new BroadcastChannel(CHANNEL)
  const offer = () => channel.postMessage({ state, parameters })
  const again = setInterval(offer, AGAIN)
  const late = setTimeout(onLate, LATE)
  const end = () => {
    clearInterval(again)
    clearTimeout(late)
    channel.close()
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isRecord(data) || data.state !== state || data.taken !== true) return
    end()
    onTaken()
  }
  offer()
  return end
}

/** Waits for what is brought back with this state, and takes nothing else. Rejects when the signal says so. */
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

// Not from the schemas: the page that people come back to needs none of them.
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isParameters = (value: unknown): value is Parameters =>
  isRecord(value) && Object.values(value).every((each) => typeof each === 'string')
