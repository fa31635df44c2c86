import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Background, createBackground } from './background.ts'

describe('background work', () => {
  let background: Background
  beforeEach(() => {
    vi.useFakeTimers()
    background = createBackground(pino({ level: 'silent' }))
  })
  afterEach(() => vi.useRealTimers())

  it('runs repeatedly, and soon after it is woken', async () => {
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

  it('runs again if it is woken while running', async () => {
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

  // A transaction is stored in the async context, which timers inherit. Without an own context, work that was woken
  // inside a transaction would use that transaction after its end.
  it('does not run in the transaction of its caller', async () => {
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

  it('does not run after finish', async () => {
    const look = vi.fn(async () => {})
    background.every('looking', 5000, look)
    await background.finish()
    background.wake('looking')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(look).toHaveBeenCalledTimes(0)
  })
})
