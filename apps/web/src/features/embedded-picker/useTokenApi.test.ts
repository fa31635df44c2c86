import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../api/api.ts'
import { useTokenApi } from './useTokenApi.ts'

const jsonResponse = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** The only valid token. */
const VALID_TOKEN = 'stepkey_connect_good'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (_: unknown, { headers }: RequestInit) =>
    new Headers(headers).get('authorization') === `Bearer ${VALID_TOKEN}`
      ? jsonResponse(200, { result: { data: { outcome: 'inactive' } } })
      : jsonResponse(401, { error: { code: -32001, message: 'Expired.', data: { code: 'unauthorized' } } }),
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
  const call = () =>
    result.current.api.client.flows.deactivate.mutate({ flowId: 'f' }).then(({ outcome }) => outcome, codeOf)
  return { call, renew: () => rerender({ token: VALID_TOKEN }) }
}

describe('an expired connect token', () => {
  it('calls onExpired once, and repeats all waiting calls with the next token', async () => {
    const onExpired = vi.fn()
    const { call, renew } = withToken(onExpired)
    const results = Promise.all([call(), call()])
    await vi.waitFor(() => expect(onExpired).toHaveBeenCalledOnce())
    await vi.advanceTimersByTimeAsync(1000)
    renew()
    expect(await results).toEqual(['inactive', 'inactive'])
    expect(onExpired).toHaveBeenCalledOnce()
  })

  it('fails the calls if onExpired rejects, and calls it again for the next call', async () => {
    const onExpired = vi.fn(async () => {
      throw new TypeError('Failed to fetch')
    })
    const { call } = withToken(onExpired)
    expect(await call()).toBe('unauthorized')
    expect(await call()).toBe('unauthorized')
    expect(onExpired).toHaveBeenCalledTimes(2)
  })

  it('stops waiting for a token after 15 s, and calls onExpired again for the next call', async () => {
    const onExpired = vi.fn()
    const { call, renew } = withToken(onExpired)
    const timedOut = call()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await timedOut).toBe('unauthorized')
    const next = call()
    await vi.waitFor(() => expect(onExpired).toHaveBeenCalledTimes(2))
    renew()
    expect(await next).toBe('inactive')
  })
})
