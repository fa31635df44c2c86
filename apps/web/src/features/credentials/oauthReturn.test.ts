import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { awaitOAuthReturn, publishOAuthReturn } from './oauthReturn.ts'

const brought = { state: 'abc', code: 'one', iss: 'https://login.example.com' }

/** Lets messages through: they don't travel by the clock. */
const delivered = () => new Promise<void>((resolve) => setImmediate(resolve))

let ending: (() => void)[] = []
function hand(parameters: Record<string, string>) {
  const [onTaken, onLate] = [vi.fn(), vi.fn()]
  ending.push(publishOAuthReturn(parameters, { onTaken, onLate }))
  return { onTaken, onLate }
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
  for (const end of ending) end()
  ending = []
  vi.useRealTimers()
})

describe('the way back from a vendor', () => {
  it('leads to the page that waits for exactly this, which says that it has taken it', async () => {
    const other = wait('another')
    const { taken } = wait('abc')
    const { onTaken, onLate } = hand(brought)
    await vi.waitFor(() => expect(onTaken).toHaveBeenCalledOnce())
    expect(taken).toHaveBeenCalledWith(brought)
    vi.advanceTimersByTime(10_000)
    await delivered()
    expect(onLate).not.toHaveBeenCalled()
    expect(other.taken).not.toHaveBeenCalled()
  })

  it('says that nobody waits, and is still open to whoever wakes up later', async () => {
    const { onTaken, onLate } = hand(brought)
    vi.advanceTimersByTime(2900)
    expect(onLate).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(onLate).toHaveBeenCalledOnce()
    const { taken } = wait('abc')
    vi.advanceTimersByTime(300)
    await vi.waitFor(() => expect(onTaken).toHaveBeenCalledOnce())
    expect(taken).toHaveBeenCalledWith(brought)
  })

  it('leads nowhere without a state', () => {
    const { onLate } = hand({ error: 'access_denied' })
    expect(onLate).toHaveBeenCalledOnce()
  })

  it('is not waited for any longer than somebody wants it', async () => {
    const controller = new AbortController()
    const { taken, failed } = wait('abc', controller.signal)
    controller.abort()
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce())
    hand(brought)
    await delivered()
    expect(taken).not.toHaveBeenCalled()
  })

  it('takes nothing that is no answer', async () => {
    const { taken } = wait('abc')
    const channel = new BroadcastChannel('stepkey-oauth')
    for (const odd of [null, 'abc', { state: 'abc' }, { state: 'abc', parameters: { code: 7 } }]) {
      channel.postMessage(odd)
    }
    await delivered()
    await delivered()
    channel.close()
    expect(taken).not.toHaveBeenCalled()
  })
})
