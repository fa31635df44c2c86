import type { Socket } from 'node:net'
import {
  type Authenticator,
  credsAuthenticator,
  jwtAuthenticator,
  nkeyAuthenticator,
  nkeys,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/nats-core'
import type { DriverOptions } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { jwtExpiry } from '../../tokens/token-lifetime.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { ExactReader } from './exact-reader.ts'
import { natsMessages } from './messages/nats.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies a NATS login with INFO, TLS, CONNECT and PING: the server sends PONG once it has accepted the login. A
 * server that does not announce `auth_required` may accept every login, so a control sign-in must be refused there.
 *
 * Uses the authenticators of nats.js but not its connection, which connects to other servers of the cluster, reads
 * plaintext from before the TLS handshake as if it were encrypted, and writes to the console.
 */
export const checkNats: Driver<'nats'> = async (options, egress, signal) => {
  const login = loginOf(options)
  if (!login) return { outcome: 'rejected', reason: 'unusable_key' }
  const { isAuthRequired, ...finding } = await signIn(options, login, egress, signal)
  const { decoy } = login
  if (isAuthRequired || !decoy) return finding
  const repeat = () => signIn(options, login, egress, signal)
  const control = () => signIn(options, { ...login, authenticator: decoy }, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

interface Login {
  authenticator: Authenticator
  /** The same login with a wrong secret; absent if the login has no secret. */
  decoy?: Authenticator
  /** The reason to report when the server refuses the login. */
  refusal: 'bad_login' | 'unauthorized' | 'login_needed'
  /** Known from the login itself, and reported once the server has accepted it. */
  details: Pick<Finding, 'identity' | 'expiresAt'>
}

/** Returns the login for the filled-in fields, or undefined if a key is malformed. */
function loginOf({
  user = '',
  password,
  token,
  credentials,
  seed,
}: DriverOptions['nats']): Login | undefined {
  if (password) {
    return {
      authenticator: usernamePasswordAuthenticator(user, password),
      decoy: usernamePasswordAuthenticator(user, decoyOf(password)),
      refusal: 'bad_login',
      details: { identity: user },
    }
  }
  if (token) {
    const [authenticator, decoy] = [tokenAuthenticator(token), tokenAuthenticator(decoyOf(token))]
    return { authenticator, decoy, refusal: 'unauthorized', details: {} }
  }
  if (!seed && !credentials) {
    return { authenticator: () => undefined, refusal: 'login_needed', details: {} }
  }
  const decoySeed = nkeys.createUser().getSeed()
  const bytes = (text: string) => new TextEncoder().encode(text)
  try {
    if (seed) {
      const authenticator = nkeyAuthenticator(bytes(seed))
      const identity = nkeys.fromSeed(bytes(seed)).getPublicKey()
      return {
        authenticator,
        decoy: nkeyAuthenticator(decoySeed),
        refusal: 'unauthorized',
        details: { identity },
      }
    }
    // The library expects a line feed after every line, including the last one, and no carriage returns.
    const authenticator = credsAuthenticator(bytes(`${credentials?.replaceAll('\r', '')}\n`))
    const { jwt } = authenticator() as { jwt: string }
    return {
      authenticator,
      decoy: jwtAuthenticator(jwt, decoySeed),
      refusal: 'unauthorized',
      details: detailsFrom(jwt),
    }
  } catch {
    return undefined
  }
}

/**
 * Reads the user's name and the expiry from a JWT, without checking its signature:
 * docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt.
 */
function detailsFrom(jwt: string): Login['details'] {
  const claims = parseRecord(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  const { name } = claims ?? {}
  const expiresAt = jwtExpiry(jwt)?.toISOString()
  return {
    ...(typeof name === 'string' && { identity: name }),
    ...(expiresAt && { expiresAt }),
  }
}

const LINE_LIMIT = 64 * 1024

/** Signs in once. `isAuthRequired`: the server announced that it requires a login. */
async function signIn(
  options: DriverOptions['nats'],
  { authenticator, refusal, details }: Login,
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding & { isAuthRequired?: boolean }> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const greeting = await new ExactReader(socket).line(LINE_LIMIT)
    const info = parseRecord(/^INFO\s(.*)$/i.exec(greeting)?.[1] ?? '')
    if (!info) return meaningOfError(greeting, refusal)
    const stream = await secure(socket, options, info)
    if ('outcome' in stream) return stream
    const connect = {
      ...{ verbose: false, pedantic: false, name: 'Stepkey', lang: 'node', version: '1', protocol: 1 },
      tls_required: options.tls !== 'disable',
      ...authenticator(typeof info.nonce === 'string' ? info.nonce : undefined),
    }
    stream.write(`CONNECT ${JSON.stringify(connect)}\r\nPING\r\n`)
    const line = await readReply(stream)
    const isAuthRequired = info.auth_required === true
    return line === 'PONG'
      ? { outcome: 'verified', ...details, isAuthRequired }
      : meaningOfError(line, refusal)
  } catch (error) {
    signal.throwIfAborted()
    return networkErrorMeaning(socket.errored ?? error, socket) ?? notNats
  } finally {
    socket.destroySoon()
  }
}

const notNats = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

/** Encrypts the connection as chosen, or returns a finding if the server does not support the choice. */
async function secure(
  socket: Socket,
  options: DriverOptions['nats'],
  info: Record<string, unknown>,
): Promise<Socket | Finding> {
  if (options.tls === 'disable') {
    return info.tls_required === true ? { outcome: 'rejected', reason: 'encryption_needed' } : socket
  }
  if (info.tls_required !== true && info.tls_available !== true) {
    return { outcome: 'tls', reason: 'tls_not_offered' }
  }
  // A PONG that a man in the middle injected before the TLS handshake would be read as if it were encrypted.
  return socket.readableLength > 0 ? notNats : await upgradeToTls(socket, tlsOptions(options))
}

/** Returns the first line that is PONG or an error. */
async function readReply(stream: Socket): Promise<string> {
  const incoming = new ExactReader(stream)
  for (;;) {
    const line = await incoming.line(LINE_LIMIT)
    if (line === 'PING') stream.write('PONG\r\n')
    else if (!/^(\+OK|INFO\s)/i.test(line)) return line
  }
}

/** Classifies an error. */
function meaningOfError(line: string, refusal: Login['refusal']): Finding {
  const quoted = /^-ERR\s(.*)$/i.exec(line)?.[1]
  if (quoted === undefined) return notNats
  const finding = findingOf(natsMessages, { text: quoted })
  if (finding?.reason === 'bad_login') return { outcome: 'rejected', reason: refusal }
  return finding ?? { outcome: 'unexpected', reason: 'other_content' }
}

/** Parses a JSON object; returns undefined for anything else. */
function parseRecord(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
