import type { RequestListener } from 'node:http'

/** An API like many: it knows a set of tokens, tells who they belong to, and can be made to misbehave. */
export interface FakeApi {
  listener: RequestListener
  /** Tokens it accepts, and whose they are. */
  tokens: Map<string, string>
  /** Answers with this status instead, while set. */
  status?: number
  /** Waits for this before it answers, while set. */
  gate?: Promise<void>
  /** Paths that were asked for with a token that it knows: the control with a wrong one is not counted. */
  asked: string[]
}

export function createFakeApi(): FakeApi {
  const shop: FakeApi = {
    tokens: new Map([['good', 'alice']]),
    asked: [],
    listener: async (request, response) => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      const owner = shop.tokens.get(token)
      if (owner) shop.asked.push(request.url ?? '')
      await shop.gate
      const status = shop.status ?? (owner ? 200 : 401)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ owner }))
    },
  }
  return shop
}

/** What creates a credential for a shop: component `http`, method `bearer`. */
export const fakeApiCredential = (baseUrl: string, name = 'Shop', token = 'good') => ({
  componentId: 'http',
  methodId: 'bearer',
  name,
  values: { baseUrl, testPath: '/me', token },
})
