import type { RequestListener } from 'node:http'

/** A fake API that accepts a set of tokens, reports their owners, and can simulate errors and delays. */
export interface FakeApi {
  listener: RequestListener
  /** The accepted tokens with their owners. */
  tokens: Map<string, string>
  /** Answers with this status instead, while set. */
  status?: number
  /** Waits for this before it answers, while set. */
  gate?: Promise<void>
  /** The paths of requests with an accepted token. Control requests with a decoy token are not included. */
  requestedPaths: string[]
}

/** Creates a fake API that accepts the token `good` of `alice`. */
export function createFakeApi(): FakeApi {
  const api: FakeApi = {
    tokens: new Map([['good', 'alice']]),
    requestedPaths: [],
    listener: async (request, response) => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      const owner = api.tokens.get(token)
      if (owner) api.requestedPaths.push(request.url ?? '')
      await api.gate
      const status = api.status ?? (owner ? 200 : 401)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ owner }))
    },
  }
  return api
}

/** Returns the input that creates a credential for a fake API: component `http`, method `bearer`. */
export const fakeApiCredential = (baseUrl: string, name = 'Shop', token = 'good') => ({
  componentId: 'http',
  methodId: 'bearer',
  name,
  values: { baseUrl, testPath: '/me', token },
})
