import type { Egress } from './egress.ts'

type Options = { method: string; headers: Record<string, string>; body?: unknown }

/** Returns an egress as a `fetch` function for protocol libraries. */
export function createEgressFetch(egress: Egress, signal: AbortSignal) {
  return async (url: string, { method, headers, body }: Options): Promise<Response> => {
    const answer = await egress.fetch(
      {
        method,
        url: new URL(url),
        headers: { ...headers, 'user-agent': 'Stepkey' },
        body: body === undefined || body === null ? undefined : String(body),
      },
      signal,
    )
    const headersWithValue = Object.entries(answer.headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    // `Response` rejects a body for some status codes, and status codes outside of 200 to 599.
    const isEmpty = answer.body === '' || [204, 205, 304].includes(answer.status)
    const status = answer.status >= 200 && answer.status < 600 ? answer.status : 500
    return new Response(isEmpty ? null : answer.body, { status, headers: headersWithValue })
  }
}
