import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { codeOf, createApi } from './api.ts'

const jsonResponse = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const unauthorized = () =>
  jsonResponse(401, {
    error: { code: -32001, message: 'Sign in to continue.', data: { code: 'unauthorized' } },
  })
const done = () => jsonResponse(200, { result: { data: { outcome: 'inactive' } } })

afterEach(() => vi.unstubAllGlobals())

function deactivateFlow(onSignedOut: () => Promise<boolean>) {
  const { client } = createApi({ queryClient: new QueryClient(), workspaceId: 'w', onSignedOut })
  return client.flows.deactivate.mutate({ flowId: 'f' })
}

it('repeats a call unchanged after the user has signed in again', async () => {
  const fetchMock = vi.fn(async (..._: unknown[]) =>
    fetchMock.mock.calls.length < 3 ? unauthorized() : done(),
  )
  vi.stubGlobal('fetch', fetchMock)
  const onSignedOut = vi.fn(async () => true)
  expect(await deactivateFlow(onSignedOut)).toEqual({ outcome: 'inactive' })
  expect(onSignedOut).toHaveBeenCalledTimes(2)
  const bodies = fetchMock.mock.calls.map(([, request]) => (request as RequestInit).body)
  expect(bodies).toEqual(Array(3).fill(JSON.stringify({ flowId: 'f' })))
})

it('fails with unauthorized if the user does not sign in again', async () => {
  vi.stubGlobal('fetch', async () => unauthorized())
  const error = await deactivateFlow(async () => false).catch((error: unknown) => error)
  expect(codeOf(error)).toBe('unauthorized')
})

it('passes on all other errors', async () => {
  vi.stubGlobal('fetch', async () =>
    jsonResponse(404, { error: { code: -32004, message: 'Gone', data: { code: 'not_found' } } }),
  )
  const onSignedOut = vi.fn(async () => true)
  const error = await deactivateFlow(onSignedOut).catch((error: unknown) => error)
  expect(codeOf(error)).toBe('not_found')
  expect(onSignedOut).not.toHaveBeenCalled()
})

it('requests pages after the first one that are four times as large, up to 200 rows', async () => {
  const fetchMock = vi.fn(async (_: RequestInfo | URL) =>
    jsonResponse(200, { result: { data: { items: [] } } }),
  )
  vi.stubGlobal('fetch', fetchMock)
  const { client } = createApi({ queryClient: new QueryClient(), workspaceId: 'w' })
  await client.flows.list.query({})
  await client.flows.list.query({ cursor: 'second' })
  await client.flows.list.query({ cursor: 'second', limit: 20 })
  const inputs = fetchMock.mock.calls.map(([url]) =>
    JSON.parse(new URL(String(url), 'http://localhost').searchParams.get('input') ?? ''),
  )
  expect(inputs).toEqual([{}, { cursor: 'second', limit: 200 }, { cursor: 'second', limit: 80 }])
})
