import { md5 } from '@noble/hashes/legacy.js'
import { sha256, sha512_256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type DigestHash, digestAuthorization } from '@stepkey/shared/auth/digest'
import { AwsV4Signer } from 'aws4fetch'
import type { IssuedSigner } from './api.gen.ts'
import type { TargetRequest } from './target-request.ts'

type Send = (request: TargetRequest) => Promise<Response>

/** Sends a request, signed if the credential has a signer. */
export async function sendSigned(
  request: TargetRequest,
  signer: IssuedSigner | undefined,
  send: Send,
): Promise<Response> {
  switch (signer?.scheme) {
    case undefined:
      return await send(request)
    case 'aws-sigv4':
      return await send(await signAws(request, signer))
    case 'digest':
      return await sendDigest(request, signer, send)
  }
}

async function signAws(
  request: TargetRequest,
  { scheme: _, ...signer }: Extract<IssuedSigner, { scheme: 'aws-sigv4' }>,
): Promise<TargetRequest> {
  const { method, url, headers, body } = request
  const signed = await new AwsV4Signer({
    method,
    url: url.href,
    headers,
    ...(body && { body }),
    ...signer,
  }).sign()
  return { ...request, url: signed.url, headers: signed.headers }
}

/** Web Crypto has no MD5, and no hash functions at all on pages without HTTPS. */
const HASHES = { MD5: md5, 'SHA-256': sha256, 'SHA-512-256': sha512_256 }
const hash: DigestHash = (algorithm, data) =>
  bytesToHex(HASHES[algorithm](typeof data === 'string' ? utf8ToBytes(data) : data))

/** The first request fetches the challenge, and the second one carries the response to it. */
async function sendDigest(
  request: TargetRequest,
  signer: Extract<IssuedSigner, { scheme: 'digest' }>,
  send: Send,
): Promise<Response> {
  const first = await send(request)
  if (first.status !== 401) return first
  const authorization = digestAuthorization(first.headers.get('www-authenticate'), request, signer, hash)
  if (authorization === undefined) return first
  await first.body?.cancel()
  const headers = new Headers(request.headers)
  headers.set('authorization', authorization)
  return await send({ ...request, headers })
}
