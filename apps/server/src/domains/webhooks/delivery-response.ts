import type { HttpAnswer } from '../../platform/egress/egress.ts'

/** The maximum stored length of a response body, in bytes of UTF-8, and of a header value, in characters. */
export const BODY_LIMIT = 4096
const HEADER_LIMIT = 200

/**
 * The response headers that are stored. Others can hold secrets of the receiver, such as cookies. Most of these help to
 * find the request in the receiver's own logs.
 */
const HEADERS = [
  'content-type',
  'content-length',
  'date',
  'server',
  'retry-after',
  'allow',
  'request-id',
  'x-request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'cf-ray',
] as const

/** The part of a response that is stored, as JSON. */
export interface StoredResponse {
  headers: { name: string; value: string }[]
  body: string
  isTruncated: boolean
}

/**
 * Returns the part of a response that is stored: a few headers, and the beginning of the body. It is input of a remote
 * server, so it is made printable and bounded.
 * @param signature the `webhook-signature` that was sent. It is removed from the body, because a receiver that echoes
 *   requests would otherwise show a member a request that other receivers with the same secret accept for minutes.
 */
export function storedResponse(
  { headers, body }: Pick<HttpAnswer, 'headers' | 'body'>,
  signature: string,
): StoredResponse {
  const text = printable(withoutSignature(body, signature))
  const bytes = new TextEncoder().encode(text)
  const isTruncated = bytes.length > BODY_LIMIT
  return {
    headers: HEADERS.flatMap((name) => {
      const value = withoutSignature(headers[name] ?? '', signature)
      const shown = printable(value).slice(0, HEADER_LIMIT).toWellFormed().trim()
      return shown ? [{ name, value: shown }] : []
    }),
    // The decoder leaves out the bytes of a character that the limit cuts.
    body: isTruncated ? new TextDecoder().decode(bytes.subarray(0, BODY_LIMIT), { stream: true }) : text,
    isTruncated,
  }
}

/** Removes the signatures as they are, and as they look in JSON with escaped slashes and in URLs. */
function withoutSignature(text: string, signature: string): string {
  let rest = text
  for (const one of signature.split(' ')) {
    const value = one.replace(/^v1,/, '')
    for (const form of [value, value.replaceAll('/', '\\/'), encodeURIComponent(value)]) {
      rest = rest.replaceAll(form, '[signature]')
    }
  }
  return rest
}

/** Removes characters that can't be displayed, except line breaks and tabs. */
const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[^\P{Cf}\u200c\u200d]|\p{Cs}/gu, '')
