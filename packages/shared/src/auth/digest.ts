/** The hash functions of HTTP digest: RFC 7616, section 3.2. */
export type DigestAlgorithm = 'MD5' | 'SHA-256' | 'SHA-512-256'

/** Returns a hash in hexadecimal digits. Texts are in UTF-8. */
export type DigestHash = (algorithm: DigestAlgorithm, data: string | Uint8Array) => string

/** What an answer to a challenge of HTTP digest is for. */
export interface DigestRequest {
  method: string
  url: URL
  body?: string | Uint8Array | undefined
}

/** The parameters of a challenge, by their lower-case names. */
type Challenge = Partial<Record<string, string>>

const ALGORITHMS: Partial<Record<string, DigestAlgorithm>> = {
  md5: 'MD5',
  'sha-256': 'SHA-256',
  'sha-512-256': 'SHA-512-256',
}

const algorithmOf = ({ algorithm = 'md5' }: Challenge) =>
  ALGORITHMS[algorithm.toLowerCase().replace(/-sess$/, '')]

/**
 * Returns the header `authorization` that answers a challenge of HTTP digest: RFC 7616, section 3.4.
 * @param header the header `www-authenticate`, which can contain challenges of several schemes
 * @param hash the hash functions of the platform
 * @returns undefined if the header has no challenge that can be answered
 */
export function digestAuthorization(
  header: string | null | undefined,
  { method, url, body = '' }: DigestRequest,
  { user, password }: { user: string; password: string },
  hash: DigestHash,
): string | undefined {
  const challenge = challengeIn(header ?? '')
  const known = challenge && algorithmOf(challenge)
  if (!known) return undefined
  const { realm = '', nonce = '', opaque, algorithm } = challenge
  const digest = (...parts: string[]) => hash(known, parts.join(':'))
  const uri = url.pathname + url.search
  const qop = protectionOf(challenge)
  const isSession = /-sess$/i.test(algorithm ?? '')
  // The nonce is used for one request only.
  const [nc, cnonce] = ['00000001', randomHex()]
  const secret = digest(user, realm, password)
  const a1 = isSession ? digest(secret, nonce, cnonce) : secret
  const a2 = qop === 'auth-int' ? digest(method, uri, hash(known, body)) : digest(method, uri)
  const response = qop ? digest(a1, nonce, nc, cnonce, qop, a2) : digest(a1, nonce, a2)
  return `Digest ${[
    usernameParameter(user),
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
function challengeIn(header: string): Challenge | undefined {
  const challenges: { scheme: string; parameters: Challenge }[] = []
  const part = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y
  for (let match = part.exec(header); match; match = part.exec(header)) {
    const [, name = '', quoted, bare] = match
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} })
    else Object.assign(challenges.at(-1)?.parameters ?? {}, { [name.toLowerCase()]: value })
  }
  return challenges.find(({ scheme, parameters }) => scheme === 'digest' && algorithmOf(parameters))
    ?.parameters
}

/** A header contains ASCII only, so other names are encoded: RFC 7616, section 3.4. */
const usernameParameter = (user: string) =>
  /^[\x20-\x7e]*$/.test(user) ? `username=${quote(user)}` : `username*=UTF-8''${encodeExtended(user)}`

/** Encodes all characters but those of `attr-char`: RFC 8187, section 3.2.1. */
const encodeExtended = (text: string) =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
