import { createHash, randomBytes } from 'node:crypto'
import type { BuiltRequest } from '@stepkey/shared/auth/request'
import type { IssuedSigner } from '@stepkey/shared/credential'
import type { Send } from './send.ts'

/**
 * Returns a `Send` that authenticates with HTTP digest (RFC 7616): the first request fetches the challenge, and the
 * second one carries the response to it.
 */
export function signDigest(login: DigestLogin, send: Send): Send {
  return async (request) => {
    const first = await send(request)
    const challenge = first.status === 401 ? challengeIn(first.headers['www-authenticate']) : undefined
    if (!challenge) return first
    const authorization = authorizationOf(challenge, request, login)
    return await send({ ...request, headers: { ...request.headers, authorization } })
  }
}

type DigestLogin = Extract<IssuedSigner, { scheme: 'digest' }>

/** The parameters of a challenge, by their lower-case names. */
type Challenge = Partial<Record<string, string>>

/** The names of the hash functions in Node, by their names in RFC 7616 section 3.2. */
const HASHES: Partial<Record<string, string>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
}

const hashOf = ({ algorithm = 'md5' }: Challenge) => HASHES[algorithm.toLowerCase().replace(/-sess$/, '')]

/** Returns the kind of protection to use; undefined if the server names no kind, as in RFC 2069. */
function protectionOf({ qop }: Challenge): 'auth' | 'auth-int' | undefined {
  if (qop === undefined) return undefined
  return qop
    .toLowerCase()
    .split(/[\s,]+/)
    .includes('auth')
    ? 'auth'
    : 'auth-int'
}

/**
 * Returns the first digest challenge with a known algorithm, because the server lists them by preference. The header
 * may also offer other schemes, such as basic: RFC 9110 section 11.6.1.
 */
function challengeIn(header = ''): Challenge | undefined {
  const challenges: { scheme: string; parameters: Challenge }[] = []
  const part = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y
  for (let match = part.exec(header); match; match = part.exec(header)) {
    const [, name = '', quoted, bare] = match
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} })
    else Object.assign(challenges.at(-1)?.parameters ?? {}, { [name.toLowerCase()]: value })
  }
  return challenges.find(({ scheme, parameters }) => scheme === 'digest' && hashOf(parameters))?.parameters
}

/** Returns the value of the Authorization header: RFC 7616 section 3.4. */
function authorizationOf(
  challenge: Challenge,
  { method, url, body = '' }: BuiltRequest,
  { user, password }: DigestLogin,
): string {
  const { realm = '', nonce = '', opaque, algorithm } = challenge
  const hash = (...parts: string[]) =>
    createHash(hashOf(challenge) ?? 'md5')
      .update(parts.join(':'))
      .digest('hex')
  const uri = url.pathname + url.search
  const qop = protectionOf(challenge)
  const isSession = /-sess$/i.test(algorithm ?? '')
  const [nc, cnonce] = ['00000001', randomBytes(16).toString('hex')]
  const secret = hash(user, realm, password)
  const a1 = isSession ? hash(secret, nonce, cnonce) : secret
  const a2 = qop === 'auth-int' ? hash(method, uri, hash(body)) : hash(method, uri)
  const response = qop ? hash(a1, nonce, nc, cnonce, qop, a2) : hash(a1, nonce, a2)
  return `Digest ${[
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`] : []),
    ...(qop || isSession ? [`cnonce=${quote(cnonce)}`] : []),
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `response=${quote(response)}`,
  ].join(', ')}`
}

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
