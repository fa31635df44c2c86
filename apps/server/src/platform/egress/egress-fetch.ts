import type { Egress } from './egress.ts'

type Options = { method: string; headers: Record<string, string>; body?: unknown }

/** Egress in the shape that protocol libraries take for a `fetch` of one's own. */
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
    const named = Object.entries(answer.headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    // Some codes have no body, and others are none.
    const isEmpty = answer.body === '' || [204, 205, 304].includes(answer.status)
    const status = answer.status >= 200 && answer.status < 600 ? answer.status : 500
    return new Response(isEmpty ? null : answer.body, { status, headers: named })
  }
}
