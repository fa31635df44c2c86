import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../api/api.ts'
import { useTokenApi } from './useTokenApi.ts'

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** The only token that works. */
const GOOD = 'stepkey_connect_good'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (_: unknown, { headers }: RequestInit) =>
    new Headers(headers).get('authorization') === `Bearer ${GOOD}`
      ? answer(200, { result: { data: { outcome: 'inactive' } } })
      : answer(401, { error: { code: -32001, message: 'Expired.', data: { code: 'unauthorized' } } }),
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function withToken(onExpired: () => void | Promise<void>) {
  const { result, rerender } = renderHook(
    ({ token }) => useTokenApi({ url: 'http://stepkey.example', token, onExpired }),
    { initialProps: { token: 'stepkey_connect_old' } },
  )
  const ask = () =>
    result.current.api.client.flows.deactivate.mutate({ flowId: 'f' }).then(({ outcome }) => outcome, codeOf)
  return { ask, renew: () => rerender({ token: GOOD }) }
}

describe('a connect token that works no longer', () => {
  it('is asked for once, and with another one all that was asked goes on', async () => {
    const onExpired = vi.fn()
    const { ask, renew } = withToken(onExpired)
    const answers = Promise.all([ask(), ask()])
    await vi.waitFor(() => expect(onExpired).toHaveBeenCalledOnce())
    await vi.advanceTimersByTimeAsync(1000)
    renew()
    expect(await answers).toEqual(['inactive', 'inactive'])
    expect(onExpired).toHaveBeenCalledOnce()
  })

  it('lets what was asked fail where it can’t be renewed, and is asked for again the next time', async () => {
    const onExpired = vi.fn(async () => {
      throw new TypeError('Failed to fetch')
    })
    const { ask } = withToken(onExpired)
    expect(await ask()).toBe('unauthorized')
    expect(await ask()).toBe('unauthorized')
    expect(onExpired).toHaveBeenCalledTimes(2)
  })

  it('is not waited for without an end', async () => {
    const onExpired = vi.fn()
    const { ask, renew } = withToken(onExpired)
    const late = ask()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await late).toBe('unauthorized')
    const next = ask()
    await vi.waitFor(() => expect(onExpired).toHaveBeenCalledTimes(2))
    renew()
    expect(await next).toBe('inactive')
  })
})
