import type { CallOptions } from './procedure.ts'
import { type ErrorDetails, StepkeyError } from './stepkey-error.ts'

/** How to reach Stepkey. */
export interface Connection {
  url: string
  /** An API key or a connect token. */
  token: string
  /** A replacement for the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
}

/** A call of a procedure. */
export interface Call {
  kind: 'query' | 'mutation'
  /** The name with its domain: `credentials.list`. */
  procedure: string
  input: unknown
}

/** An answer in the format of tRPC. */
interface Answer {
  result?: { data?: unknown }
  error?: { message: string; data?: { code: string } & ErrorDetails }
}

/**
 * Calls a procedure, and returns its output.
 * @throws StepkeyError with the code of the API, or `unreachable` if there was no answer from Stepkey
 */
export async function callProcedure(
  { url, token, fetch = globalThis.fetch }: Connection,
  call: Call,
  { signal }: CallOptions = {},
): Promise<unknown> {
  const request = requestOf(call, token)
  const response = await fetch(urlOf(call, url), { ...request, ...(signal && { signal }) }).catch(unreachable)
  const text = await response.text().catch(unreachable)
  const { result, error } = parseAnswer(text, response)
  if (error) throw new StepkeyError(error.data?.code ?? 'internal', error.message, error.data)
  return result?.data
}

/** Inputs of queries are in the URL. */
function urlOf({ kind, procedure, input }: Call, url: string): URL {
  const target = new URL(`/trpc/${procedure}`, url)
  if (kind === 'query' && input !== undefined) target.searchParams.set('input', JSON.stringify(input))
  return target
}

/** Inputs of mutations are in the body, because they can contain secrets. */
function requestOf({ kind, input }: Call, token: string): RequestInit {
  const authorization = `Bearer ${token}`
  if (kind === 'query') return { headers: { authorization } }
  const headers = { authorization, 'content-type': 'application/json' }
  return { method: 'POST', headers, ...(input !== undefined && { body: JSON.stringify(input) }) }
}

function parseAnswer(text: string, { status }: Response): Answer {
  try {
    const answer = JSON.parse(text)
    if (answer.result || answer.error) return answer
  } catch {}
  throw new StepkeyError('unreachable', `The answer (HTTP ${status}) is not from Stepkey. Check the URL.`)
}

function unreachable(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new StepkeyError('unreachable', `Stepkey does not respond: ${reason}`, { cause })
}
