import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { codeOf, createApi } from './api.ts'

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const unauthorized = () =>
  answer(401, { error: { code: -32001, message: 'Sign in to continue.', data: { code: 'unauthorized' } } })
const done = () => answer(200, { result: { data: { outcome: 'inactive' } } })

afterEach(() => vi.unstubAllGlobals())

function calling(onSignedOut: () => Promise<boolean>) {
  const { client } = createApi({ queryClient: new QueryClient(), workspaceId: 'w', onSignedOut })
  return client.flows.deactivate.mutate({ flowId: 'f' })
}

it('makes a call once more, as it was, when there is a session again', async () => {
  const fetched = vi.fn(async (..._: unknown[]) => (fetched.mock.calls.length < 3 ? unauthorized() : done()))
  vi.stubGlobal('fetch', fetched)
  const asked = vi.fn(async () => true)
  expect(await calling(asked)).toEqual({ outcome: 'inactive' })
  expect(asked).toHaveBeenCalledTimes(2)
  const bodies = fetched.mock.calls.map(([, request]) => (request as RequestInit).body)
  expect(bodies).toEqual(Array(3).fill(JSON.stringify({ flowId: 'f' })))
})

it('fails when there won’t be one', async () => {
  vi.stubGlobal('fetch', async () => unauthorized())
  const error = await calling(async () => false).catch((error: unknown) => error)
  expect(codeOf(error)).toBe('unauthorized')
})

it('lets every other error through', async () => {
  vi.stubGlobal('fetch', async () =>
    answer(404, { error: { code: -32004, message: 'Gone', data: { code: 'not_found' } } }),
  )
  const asked = vi.fn(async () => true)
  const error = await calling(asked).catch((error: unknown) => error)
  expect(codeOf(error)).toBe('not_found')
  expect(asked).not.toHaveBeenCalled()
})
