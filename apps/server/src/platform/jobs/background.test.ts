import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Background, createBackground } from './background.ts'

describe('work that no answer waits for', () => {
  let background: Background
  beforeEach(() => {
    vi.useFakeTimers()
    background = createBackground(pino({ level: 'silent' }))
  })
  afterEach(() => vi.useRealTimers())

  it('is done again and again, and at once when it is woken', async () => {
    const look = vi.fn(async () => {})
    background.every('looking', 5000, look)
    background.wake('something else')
    await vi.advanceTimersByTimeAsync(4999)
    expect(look).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(look).toHaveBeenCalledTimes(1)
    background.wake('looking')
    background.wake('looking')
    await vi.advanceTimersByTimeAsync(250)
    expect(look).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(look).toHaveBeenCalledTimes(3)
  })

  it('is done once more when it is woken while it is at work', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = vi.fn(() => promise)
    background.every('looking', 5000, look)
    await vi.advanceTimersByTimeAsync(5000)
    background.wake('looking')
    await vi.advanceTimersByTimeAsync(1000)
    expect(look).toHaveBeenCalledTimes(1)
    resolve()
    await vi.advanceTimersByTimeAsync(250)
    expect(look).toHaveBeenCalledTimes(2)
  })

  // A transaction marks everything that it calls, timers too. Work that was woken from inside of one believed that it
  // was still there, and could not get at the database any more.
  it('knows nothing of the transaction that it was asked for in', async () => {
    const inside = new AsyncLocalStorage<true>()
    const seen: unknown[] = []
    background.every('looking', 5000, async () => void seen.push(inside.getStore()))
    inside.run(true, () => {
      background.wake('looking')
      background.soon('soon', async () => void seen.push(inside.getStore()))
    })
    await vi.advanceTimersByTimeAsync(6000)
    expect(seen).toEqual([undefined, undefined, undefined])
  })

  it('is not done again after the end', async () => {
    const look = vi.fn(async () => {})
    background.every('looking', 5000, look)
    await background.finish()
    background.wake('looking')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(look).toHaveBeenCalledTimes(0)
  })
})
