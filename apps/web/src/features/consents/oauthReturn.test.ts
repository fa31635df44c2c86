import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { awaitOAuthReturn, publishOAuthReturn } from './oauthReturn.ts'

const parameters = { state: 'abc', code: 'one', iss: 'https://login.example.com' }

/** Waits until channel messages are delivered; they do not depend on the fake timers. */
const delivered = () => new Promise<void>((resolve) => setImmediate(resolve))

let stopPublishing: (() => void)[] = []
function publish(params: Record<string, string>) {
  const [onReceived, onUnclaimed] = [vi.fn(), vi.fn()]
  stopPublishing.push(publishOAuthReturn(params, { onReceived, onUnclaimed }))
  return { onReceived, onUnclaimed }
}

const waiting = new AbortController()
const wait = (state: string, signal = waiting.signal) => {
  const taken = vi.fn()
  const failed = vi.fn()
  awaitOAuthReturn(state, signal).then(taken, failed)
  return { taken, failed }
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] }))
afterEach(() => {
  for (const stop of stopPublishing) stop()
  stopPublishing = []
  vi.useRealTimers()
})

describe('the OAuth return channel', () => {
  it('delivers the parameters only to the page that waits for this state, and gets a confirmation', async () => {
    const other = wait('another')
    const { taken } = wait('abc')
    const { onReceived, onUnclaimed } = publish(parameters)
    await vi.waitFor(() => expect(onReceived).toHaveBeenCalledOnce())
    expect(taken).toHaveBeenCalledWith(parameters)
    vi.advanceTimersByTime(10_000)
    await delivered()
    expect(onUnclaimed).not.toHaveBeenCalled()
    expect(other.taken).not.toHaveBeenCalled()
  })

  it('reports unclaimed parameters after 3 s, and still delivers them to a page that starts waiting later', async () => {
    const { onReceived, onUnclaimed } = publish(parameters)
    vi.advanceTimersByTime(2900)
    expect(onUnclaimed).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(onUnclaimed).toHaveBeenCalledOnce()
    const { taken } = wait('abc')
    vi.advanceTimersByTime(300)
    await vi.waitFor(() => expect(onReceived).toHaveBeenCalledOnce())
    expect(taken).toHaveBeenCalledWith(parameters)
  })

  it('reports parameters without a state as unclaimed', () => {
    const { onUnclaimed } = publish({ error: 'access_denied' })
    expect(onUnclaimed).toHaveBeenCalledOnce()
  })

  it('stops waiting when the signal aborts', async () => {
    const controller = new AbortController()
    const { taken, failed } = wait('abc', controller.signal)
    controller.abort()
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce())
    publish(parameters)
    await delivered()
    expect(taken).not.toHaveBeenCalled()
  })

  it('ignores malformed messages', async () => {
    const { taken } = wait('abc')
    const channel = new BroadcastChannel('stepkey-oauth')
    for (const message of [null, 'abc', { state: 'abc' }, { state: 'abc', parameters: { code: 7 } }]) {
      channel.postMessage(message)
    }
    await delivered()
    await delivered()
    channel.close()
    expect(taken).not.toHaveBeenCalled()
  })
})
