import { describe, expect, it } from 'vitest'
import { createClient, StepkeyError } from './client.ts'

/** A client that gets this answer, with the requests that it sent. */
function clientWith(answer: () => Response | Promise<Response>) {
  const requests: Request[] = []
  const client = createClient({
    url: 'https://stepkey.example.com',
    apiKey: 'stepkey_key',
    fetch: async (url, init) => {
      requests.push(new Request(url, init))
      return await answer()
    },
  })
  return { client, requests }
}
const json = (body: unknown, status = 200) => Response.json(body, { status })

describe('typed client', () => {
  it('sends the inputs of queries in the URL, and those of mutations in the body', async () => {
    const { client, requests } = clientWith(() => json({ result: { data: { items: [] } } }))
    expect(await client.credentials.list.query({ search: 'ä & b' })).toEqual({ items: [] })
    await client.flows.activate.mutate({ flowId: 'f' })
    await client.components.list.query()
    const [query, mutation, withoutInput] = requests
    expect(query?.method).toBe('GET')
    expect(query?.url).toMatch(/^https:\/\/stepkey\.example\.com\/trpc\/credentials\.list\?input=[^ä &]+$/)
    expect(new URL(query?.url ?? '').searchParams.get('input')).toBe('{"search":"ä & b"}')
    expect(mutation?.method).toBe('POST')
    expect(mutation?.url).toBe('https://stepkey.example.com/trpc/flows.activate')
    expect(mutation?.headers.get('content-type')).toBe('application/json')
    expect(await mutation?.json()).toEqual({ flowId: 'f' })
    expect(withoutInput?.url).toBe('https://stepkey.example.com/trpc/components.list')
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(
      Array(3).fill('Bearer stepkey_key'),
    )
  })

  it('throws the code, the message and the fields of an error', async () => {
    const fields = [{ path: 'flowId', message: 'This is not an id' }]
    const data = { code: 'invalid_input', httpStatus: 400, fields }
    const { client } = clientWith(() => json({ error: { message: 'This is not an id', data } }, 400))
    const error = await client.flows.get.query({ flowId: '?' }).catch((error) => error)
    expect(error).toBeInstanceOf(StepkeyError)
    expect(error).toMatchObject({ code: 'invalid_input', message: 'This is not an id', fields })
  })

  it('throws the credentials and the connect link of an error about the owner’s credential', async () => {
    const credentials = [{ id: 'c', name: 'Shop', identity: null }]
    const data = { code: 'ambiguous', httpStatus: 409, credentials }
    const several = clientWith(() => json({ error: { message: 'Several', data } }, 409))
    const step = { flowId: 'f', stepId: 's', owner: 'org_1' }
    await expect(several.client.issue('petstore', step)).rejects.toMatchObject({ credentials })
    expect(await several.requests[0]?.json()).toEqual(step)
    const connectLink = 'https://stepkey.example.com/connect#link=x'
    const none = { code: 'not_connected', httpStatus: 404, connectLink }
    const absent = clientWith(() => json({ error: { message: 'None', data: none } }, 404))
    await expect(absent.client.issue('petstore', step)).rejects.toMatchObject({
      connectLink,
      credentials: [],
    })
  })

  it('throws unreachable with the cause when there is no response', async () => {
    const cause = new TypeError('fetch failed')
    const { client } = clientWith(() => Promise.reject(cause))
    await expect(client.flows.list.query()).rejects.toMatchObject({
      code: 'unreachable',
      message: 'Stepkey does not respond: fetch failed',
      cause,
    })
  })

  it.each([
    ['an HTML page', () => new Response('<h1>Bad Gateway</h1>', { status: 502 })],
    ['JSON of another service', () => json({ message: 'no upstream' }, 502)],
    ['no object', () => json(null, 502)],
  ])('throws unreachable with the status when the answer is %s', async (_, answer) => {
    const { client } = clientWith(answer)
    await expect(client.flows.list.query()).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The answer (HTTP 502) is not from Stepkey. Check the URL.',
    })
  })

  it('throws unreachable when the signal aborts the call', async () => {
    const client = createClient({ url: 'http://127.0.0.1:1', apiKey: 'k' })
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(client.flows.list.query({}, { signal })).rejects.toMatchObject({
      code: 'unreachable',
      cause: signal.reason,
    })
  })

  it('refuses an invalid URL', () => {
    expect(() => createClient({ url: 'stepkey.example.com', apiKey: 'k' })).toThrow(TypeError)
  })
})
