import type { Sample } from './fill.ts'
import { httpRequest } from './load.ts'

/** A measured API operation. */
export interface Operation {
  name: string
  status: number
  /** Returns the function that creates the requests of one run. */
  requests(): (connection: number) => Buffer | undefined
}

/** What the requests need: an API key, ids, and a target. */
export interface Given {
  key: string
  sample: Sample
  /** The base URL at which new credentials are verified. */
  target: string
}

/** Returns the operations that the benchmark measures, with varying ids. */
export function operations({ key, sample, target }: Given): Operation[] {
  const headers = { authorization: `Bearer ${key}` }
  const get = (path: string) => httpRequest('GET', `/api/v1${path}`, { headers })
  const post = (path: string, body?: unknown) => httpRequest('POST', `/api/v1${path}`, { headers, body })
  /** Chooses a random one of the prepared requests. */
  const among = (requests: Buffer[]) => () => () => requests[Math.floor(Math.random() * requests.length)]
  const pageAfter = ({ id, name }: Sample['credentials'][number]) =>
    Buffer.from(JSON.stringify([name.toLowerCase(), id])).toString('base64url')
  let created = 0

  return [
    {
      name: 'issue',
      status: 200,
      requests: among(
        sample.steps.map(({ flowId, stepId }) => post(`/flows/${flowId}/steps/${stepId}/credential`)),
      ),
    },
    { name: 'components.list', status: 200, requests: among([get('/components')]) },
    {
      name: 'credentials.list',
      status: 200,
      requests: among(
        sample.credentials.map((one) =>
          get(`/credentials?componentId=petstore&limit=50&cursor=${pageAfter(one)}`),
        ),
      ),
    },
    {
      name: 'credentials.get',
      status: 200,
      requests: among(sample.credentials.map(({ id }) => get(`/credentials/${id}`))),
    },
    {
      name: 'credentials.usage',
      status: 200,
      requests: among(sample.credentials.map(({ id }) => get(`/credentials/${id}/usage`))),
    },
    {
      name: 'credentials.create',
      status: 201,
      requests: () => () =>
        post('/credentials', {
          componentId: 'petstore',
          methodId: 'apiKey',
          name: `Made ${Date.now()} ${++created}`,
          values: { baseUrl: target, apiKey: 'secret' },
        }),
    },
    {
      name: 'flows.activate',
      status: 200,
      // Each connection activates and deactivates its own flow, so half of the requests are activations.
      requests: () => {
        const turns: number[] = []
        return (connection) => {
          turns[connection] = (turns[connection] ?? 0) + 1
          const flow = sample.flows[connection]
          return post(`/flows/${flow}/${turns[connection] % 2 === 1 ? 'activate' : 'deactivate'}`)
        }
      },
    },
    {
      name: 'credentials.remove',
      status: 204,
      requests: () => () => {
        const id = sample.unused.pop()
        return id === undefined ? undefined : httpRequest('DELETE', `/api/v1/credentials/${id}`, { headers })
      },
    },
  ]
}
