import type { Issued, IssueStep } from './api.gen.ts'
import { sendSigned } from './sign-request.ts'
import { StepkeyError } from './stepkey-error.ts'
import { buildTargetRequest } from './target-request.ts'

/**
 * Sends a request to a target, in place of the global `fetch`, which has no options for TLS.
 * @param tls the TLS options of the credential; undefined if it has none
 */
export type FetchTarget = (url: string, init: RequestInit, tls: Issued['tls']) => Promise<Response>

/** What {@link createTargetFetch} needs. */
interface Ports {
  issue(step: IssueStep): Promise<Issued>
  report(step: IssueStep): Promise<unknown>
  /** Sends requests with TLS options, too. */
  fetchTarget: FetchTarget | undefined
  fetch: typeof globalThis.fetch
}

/** The values of a step that are kept until they expire. */
interface Kept {
  issuing: Promise<Issued>
  /** In milliseconds since the epoch. */
  until: number
}

/** Returns the function that sends requests to the targets of steps, and keeps the issued values in memory. */
export function createTargetFetch({ issue, report, fetchTarget, fetch }: Ports) {
  const kept = new Map<string, Kept>()

  /** Concurrent calls share one issue. */
  function renew(key: string, issuing: Promise<Issued>): Kept {
    for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key)
    const entry = { issuing, until: Number.POSITIVE_INFINITY }
    kept.set(key, entry)
    issuing.then(
      ({ expiresAt }) => {
        if (expiresAt !== undefined) entry.until = Date.parse(expiresAt)
      },
      () => {
        if (kept.get(key) === entry) kept.delete(key)
      },
    )
    return entry
  }

  function keptFor(key: string, step: IssueStep): Kept {
    const entry = kept.get(key)
    return entry && entry.until > Date.now() ? entry : renew(key, issue(step))
  }

  async function send(issued: Issued, path: string, init: RequestInit): Promise<Response> {
    const { tls, signer } = issued
    if (tls && !fetchTarget)
      throw new StepkeyError(
        'tls_options',
        'This credential has TLS options, which `fetch` can’t apply. Give `createClient` the option `fetchTarget`.',
      )
    const request = await buildTargetRequest(issued, path, init)
    return await sendSigned(request, signer, async ({ url, method, headers, body }) => {
      // Redirects are not followed, because another host must not get the credential.
      const options = { redirect: 'manual' as const, ...init, method, headers, body: body ?? null }
      return await (fetchTarget ? fetchTarget(url.href, options, tls) : fetch(url.href, options))
    })
  }

  async function reportAndIssue(step: IssueStep): Promise<Issued> {
    await report(step)
    return await issue(step)
  }

  return async (step: IssueStep, path: string, init: RequestInit = {}): Promise<Response> => {
    const key = JSON.stringify([step.flowId, step.stepId, step.owner])
    // A stream can be read only once, but the request may be sent twice.
    const isStream = init.body instanceof ReadableStream
    const repeatable = isStream ? { ...init, body: await new Response(init.body).arrayBuffer() } : init
    const used = keptFor(key, step)
    const response = await send(await used.issuing, path, repeatable)
    if (response.status !== 401) return response
    await response.body?.cancel()
    // Another call may have reported the same values already.
    const renewed = kept.get(key) === used ? renew(key, reportAndIssue(step)) : keptFor(key, step)
    return await send(await renewed.issuing, path, repeatable)
  }
}
