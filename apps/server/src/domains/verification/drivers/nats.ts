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
import { withControlSignIn } from '../control/control-sign-in.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { ExactReader } from './exact-reader.ts'

/**
 * INFO, encryption, CONNECT and PING: PONG comes when the login has been accepted. A server that does not say that it
 * asks for logins may let everybody in, so there a second one has to be refused.
 *
 * Of nats.js these are the logins. Its connection goes on to other servers of which the first one speaks, takes what
 * came before the encryption for encrypted, and writes on the console.
 */
export const checkNats: Driver<'nats'> = async (options, egress, signal) => {
  const login = loginOf(options)
  if (!login) return { outcome: 'rejected', reason: 'unusable_key' }
  const { asks, ...finding } = await signIn(options, login, egress, signal)
  const { wrong } = login
  if (asks || !wrong) return finding
  return await withControlSignIn(finding, () =>
    signIn(options, { ...login, authenticator: wrong }, egress, signal),
  )
}

interface Login {
  authenticator: Authenticator
  /** The same with a wrong secret; whoever has none, needs none. */
  wrong?: Authenticator
  /** What a refusal means. */
  refused: 'bad_login' | 'unauthorized' | 'login_needed'
  learnt: Pick<Finding, 'identity' | 'expiresAt'>
}

/** Undefined: a key has a typing mistake. */
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
      wrong: usernamePasswordAuthenticator(user, decoyOf(password)),
      refused: 'bad_login',
      learnt: { identity: user },
    }
  }
  if (token) {
    const [authenticator, wrong] = [tokenAuthenticator(token), tokenAuthenticator(decoyOf(token))]
    return { authenticator, wrong, refused: 'unauthorized', learnt: {} }
  }
  if (!seed && !credentials) return { authenticator: () => undefined, refused: 'login_needed', learnt: {} }
  const another = nkeys.createUser().getSeed()
  const bytes = (text: string) => new TextEncoder().encode(text)
  try {
    if (seed) {
      const authenticator = nkeyAuthenticator(bytes(seed))
      const identity = nkeys.fromSeed(bytes(seed)).getPublicKey()
      return {
        authenticator,
        wrong: nkeyAuthenticator(another),
        refused: 'unauthorized',
        learnt: { identity },
      }
    }
    // It looks for line feeds, also after the last line.
    const authenticator = credsAuthenticator(bytes(`${credentials?.replaceAll('\r', '')}\n`))
    const { jwt } = authenticator() as { jwt: string }
    return {
      authenticator,
      wrong: jwtAuthenticator(jwt, another),
      refused: 'unauthorized',
      learnt: learntFrom(jwt),
    }
  } catch {
    return undefined
  }
}

/** What a JWT says of its user, once a server has accepted it: docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt. */
function learntFrom(jwt: string): Login['learnt'] {
  const claims = record(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  const { name, exp } = claims ?? {}
  const isDate = typeof exp === 'number' && Math.abs(exp) < 1e11
  return {
    ...(typeof name === 'string' && { identity: name }),
    ...(isDate && { expiresAt: new Date(exp * 1000).toISOString() }),
  }
}

const LINE_LIMIT = 64 * 1024

/** `asks`: the server says that it asks for logins. */
async function signIn(
  options: DriverOptions['nats'],
  { authenticator, refused, learnt }: Login,
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding & { asks?: boolean }> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const greeting = await new ExactReader(socket).line(LINE_LIMIT)
    const info = record(/^INFO\s+(.*)$/i.exec(greeting)?.[1] ?? '')
    if (!info) return meaningOfError(greeting, refused)
    const stream = await protect(socket, options, info)
    if ('outcome' in stream) return stream
    const connect = {
      ...{ verbose: false, pedantic: false, name: 'Stepkey', lang: 'node', version: '1', protocol: 1 },
      tls_required: options.tls !== 'disable',
      ...authenticator(typeof info.nonce === 'string' ? info.nonce : undefined),
    }
    stream.write(`CONNECT ${JSON.stringify(connect)}\r\nPING\r\n`)
    const line = await answer(stream)
    const asks = info.auth_required === true
    return line === 'PONG' ? { outcome: 'verified', ...learnt, asks } : meaningOfError(line, refused)
  } catch (error) {
    signal.throwIfAborted()
    return networkErrorMeaning(socket.errored ?? error, socket) ?? notNats
  } finally {
    socket.destroySoon()
  }
}

const notNats = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

async function protect(
  socket: Socket,
  options: DriverOptions['nats'],
  info: Record<string, unknown>,
): Promise<Socket | Finding> {
  if (options.tls === 'disable') {
    return info.tls_required === true ? { outcome: 'unexpected', reason: 'login_not_offered' } : socket
  }
  if (info.tls_required !== true && info.tls_available !== true) {
    return { outcome: 'tls', reason: 'tls_not_offered' }
  }
  // Whoever stands in between could say PONG before there is any encryption.
  return socket.readableLength > 0 ? notNats : await upgradeToTls(socket, tlsOptions(options))
}

/** PONG or an error. */
async function answer(stream: Socket): Promise<string> {
  const incoming = new ExactReader(stream)
  for (;;) {
    const line = await incoming.line(LINE_LIMIT)
    if (line === 'PING') stream.write('PONG\r\n')
    else if (!/^(\+OK|INFO\s)/i.test(line)) return line
  }
}

/** The texts of github.com/nats-io/nats-server/blob/main/server/errors.go. */
function meaningOfError(line: string, refused: Login['refused']): Finding {
  const text = /^-ERR\s+'?(.*?)'?$/i.exec(line)?.[1]?.toLowerCase()
  if (text === undefined) return notNats
  if (/^(authorization violation|user authentication revoked)/.test(text)) {
    return { outcome: 'rejected', reason: refused }
  }
  if (/^(user|account) authentication expired/.test(text)) {
    return { outcome: 'rejected', reason: 'login_expired' }
  }
  if (/^maximum .*connections exceeded/.test(text)) {
    return { outcome: 'unreachable', reason: 'too_many_connections' }
  }
  if (/tls required/.test(text)) return { outcome: 'unexpected', reason: 'login_not_offered' }
  // The port is one for other servers of a cluster.
  if (/^(attempted to connect to|unknown protocol|parser error|invalid client protocol)/.test(text))
    return notNats
  return { outcome: 'unexpected', reason: 'other_content' }
}

/** The record that a JSON text is; undefined for anything else. */
function record(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
