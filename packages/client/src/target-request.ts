import type { Issued } from './api.gen.ts'
import { StepkeyError } from './stepkey-error.ts'

/** A request to the target with the issued values. It can be sent several times, because its body is in memory. */
export interface TargetRequest {
  method: string
  url: URL
  headers: Headers
  body: Uint8Array<ArrayBuffer> | undefined
}

/**
 * Builds the request that `fetch` would send, with the headers, query parameters and body members of the credential.
 * @param path the path below the base URL, with a query if needed
 * @throws TypeError if the path would lead elsewhere
 * @throws StepkeyError `not_http`, `json_body_required`
 */
export async function buildTargetRequest(
  issued: Issued,
  path: string,
  { method = 'GET', headers: given, body: content }: RequestInit,
): Promise<TargetRequest> {
  const { baseUrl, headers: added = {}, query = {}, body: members } = issued
  if (baseUrl === undefined)
    throw new StepkeyError(
      'not_http',
      `${issued.componentId}/${issued.methodId} is not for HTTP requests. Use the values of \`issue\`.`,
    )
  if (!/^(?:[/?]|$)/.test(path)) throw new TypeError('The path must begin with / or ?.')
  const url = new URL(baseUrl + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)

  const headers = new Headers(given)
  let body: TargetRequest['body']
  if (content !== undefined && content !== null) {
    const encoded = new Response(content)
    const type = encoded.headers.get('content-type')
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
    body = new Uint8Array(await encoded.arrayBuffer())
  }
  const request = { method: method.toUpperCase(), url, headers, body }
  const complete = members && Object.keys(members).length > 0 ? withMembers(request, members) : request
  for (const [name, value] of Object.entries(added)) headers.set(name, value)
  return complete
}

/** Adds the members that the credential has in the body of every request. @throws StepkeyError `json_body_required` */
function withMembers(request: TargetRequest, members: Record<string, string>): TargetRequest {
  const { method, headers, body } = request
  const type = headers.get('content-type') ?? ''
  const json = /^text\/plain|[/+]json/i.test(type) && body ? parseObject(body) : {}
  if (method === 'GET' || method === 'HEAD' || (body && !/^text\/plain|[/+]json/i.test(type)) || !json)
    throw new StepkeyError(
      'json_body_required',
      'This credential adds members to the body. Send a request with a JSON object as its body, or use the values of `issue`.',
    )
  if (!/[/+]json/i.test(type)) headers.set('content-type', 'application/json')
  return { ...request, body: new TextEncoder().encode(JSON.stringify({ ...json, ...members })) }
}

function parseObject(body: Uint8Array): object | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined
  } catch {
    return undefined
  }
}
