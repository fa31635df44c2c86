import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage, RequestListener } from 'node:http'

/** The state of a simulated S3 region. */
export interface S3 {
  region: string
  /** Access keys by id. A key with a session token requires it; `isStopping` marks an expired token. */
  keys: Record<string, { secret: string; token?: string; isStopping?: true; mayListBuckets?: true }>
  /** By bucket name: the ids of the keys that may list the bucket, or its region if it is in another one. */
  buckets: Record<string, readonly string[] | { elsewhere: string }>
  now?: () => Date
}

/** Returns a listener that answers list requests, and verifies their signatures, as Amazon S3 does. */
export const s3Server =
  (s3: S3): RequestListener =>
  (request, response) => {
    const [status, body] = answer(s3, request)
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`)
  }

type Answer = [status: number, body: string]
const error = (status: number, code: string): Answer => [status, `<Error><Code>${code}</Code></Error>`]

function answer(s3: S3, request: IncomingMessage): Answer {
  const problem = refusal(s3, request)
  if (typeof problem !== 'string') return problem
  const bucket = new URL(request.url ?? '', 'http://s3').pathname.slice(1)
  if (bucket === '') {
    const isAllowed = s3.keys[problem]?.mayListBuckets
    return isAllowed ? [200, '<ListAllMyBucketsResult/>'] : error(403, 'AccessDenied')
  }
  const readers = s3.buckets[bucket]
  if (!readers) return error(404, 'NoSuchBucket')
  if (!Array.isArray(readers)) return error(301, 'PermanentRedirect')
  return readers.includes(problem) ? [200, '<ListBucketResult/>'] : error(403, 'AccessDenied')
}

const SKEW = 15 * 60 * 1000

/**
 * Returns the id of the key that signed a request, or the error response:
 * docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
 */
export function refusal(
  { region, keys, now = () => new Date() }: S3,
  request: IncomingMessage,
): string | Answer {
  const { authorization, 'x-amz-date': at, 'x-amz-security-token': token } = request.headers
  if (!authorization) return error(403, 'AccessDenied')
  const [, id = '', date, scope, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? []
  if (!signature || typeof at !== 'string' || !at.startsWith(`${date}T`) || scope !== region) {
    return error(400, 'AuthorizationHeaderMalformed')
  }
  const key = Object.hasOwn(keys, id) ? keys[id] : undefined
  if (!key || (key.token && token === undefined)) return error(403, 'InvalidAccessKeyId')
  const time = Date.parse(at.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
  if (!(Math.abs(time - now().getTime()) <= SKEW)) return error(403, 'RequestTimeTooSkewed')
  const signed = names.split(';')
  const mustBeSigned = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))]
  if (!mustBeSigned.every((name) => signed.includes(name))) return error(403, 'AccessDenied')
  const right = sign(key.secret, [date ?? '', region, 's3', 'aws4_request'], at, canonical(request, signed))
  if (signature !== right) return error(403, 'SignatureDoesNotMatch')
  if (token !== key.token) return error(400, 'InvalidToken')
  return key.isStopping ? error(400, 'ExpiredToken') : id
}

function canonical(request: IncomingMessage, signed: readonly string[]): string {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
  const path = pathname.split('/').map((part) => encoded(decodeURIComponent(part)))
  const query = [...searchParams].map((pair) => pair.map(encoded).join('=')).sort()
  const headers = signed.map(
    (name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}\n`,
  )
  return [
    request.method,
    path.join('/'),
    query.join('&'),
    headers.join(''),
    signed.join(';'),
    request.headers['x-amz-content-sha256'],
  ].join('\n')
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

function sign(secret: string, scope: readonly string[], at: string, request: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const hash = createHash('sha256').update(request).digest('hex')
  return hmac(key, ['AWS4-HMAC-SHA256', at, scope.join('/'), hash].join('\n')).toString('hex')
}
