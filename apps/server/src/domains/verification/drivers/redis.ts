import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { AbstractConnector, Redis } from 'ioredis'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { redisMessages } from './messages/redis.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies a Redis login with AUTH, SELECT and PING. Contacts no other server of a cluster. A user with `nopass` is let in
 * with any password, so a control sign-in with a wrong one must be refused. The default user needs none: a server refuses
 * AUTH without a user or answers PING before it, if the default user has no password.
 */
export const checkRedis: Driver<'redis'> = async (options, egress, signal) => {
  const repeat = () => connectAndSignIn(options, egress, signal)
  const finding = await repeat()
  const { user, password } = options
  if (!password || !user || user === DEFAULT_USER) return finding
  const control = () => connectAndSignIn({ ...options, password: decoyOf(password) }, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

const DEFAULT_USER = 'default'

async function connectAndSignIn(
  options: DriverOptions['redis'],
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  const received = { lastLine: '' }
  let redis: Redis | undefined
  try {
    const stream = options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions(options))
    passOnlyLines(stream, received)
    redis = new Redis({
      Connector: connectorOf(stream),
      // By default, ioredis identifies itself, sends further commands and retries.
      protocol: 2,
      disableClientInfo: true,
      enableReadyCheck: false,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    })
    redis.on('error', () => {})
    return await signIn(redis, options)
  } catch (error) {
    signal.throwIfAborted()
    // ioredis only reports that the connection is closed. The last line or the socket may have the reason.
    const cause = socket.errored ?? error
    return (
      meaningOfReply(received.lastLine) ??
      networkErrorMeaning(cause) ??
      (isClosed(cause) ? connectionLost : notRedis)
    )
  } finally {
    redis?.disconnect()
    socket.destroySoon()
  }
}

async function signIn(redis: Redis, { user, password, database }: DriverOptions['redis']): Promise<Finding> {
  const send = async ([name, ...args]: readonly [string, ...string[]]) => {
    try {
      return String(await redis.call(name, args))
    } catch (error) {
      if ((error as Error).name === 'ReplyError') return `-${(error as Error).message}`
      throw error
    }
  }
  // A default user without a password accepts any password, and PING without AUTH.
  if (user === DEFAULT_USER && password && (await send(['PING'])) === 'PONG') {
    return { outcome: 'unexpected', reason: 'login_not_needed' }
  }
  const steps = [
    ...(user || password
      ? [{ command: ['AUTH', ...(user ? [user] : []), password], expected: 'OK' } as const]
      : []),
    ...(database !== '0' ? [{ command: ['SELECT', database], expected: 'OK' } as const] : []),
    { command: ['PING'], expected: 'PONG' } as const,
  ]
  for (const { command, expected } of steps) {
    const reply = await send(command)
    if (reply.startsWith('-NOPERM') && command[0] !== 'AUTH') return { outcome: 'limited' }
    if (reply !== expected) return meaningOfReply(reply) ?? notRedis
  }
  return { outcome: 'verified', ...((user || password) && { identity: user || DEFAULT_USER }) }
}

const notRedis = { outcome: 'unexpected', reason: 'not_this_protocol' } as const
const connectionLost = { outcome: 'unreachable', reason: 'connection_lost' } as const
const isClosed = (error: unknown) => error instanceof Error && error.message === 'Connection is closed.'

/**
 * Passes only single-line replies, the only ones that these commands have, to ioredis. Any other data destroys the
 * connection: an unexpected push message or null would make ioredis throw an uncaught exception.
 */
function passOnlyLines(stream: Duplex, received: { lastLine: string }): void {
  let rest = ''
  filterStream(stream, (chunk) => {
    rest += chunk.toString('latin1')
    if (!/^(?:[+-][^\r\n]*\r\n)*(?:[+-][^\r\n]*\r?)?$/.test(rest)) throw new Error('Not a single-line reply.')
    received.lastLine = rest.split('\r\n').at(-2) ?? received.lastLine
    rest = rest.slice(rest.lastIndexOf('\n') + 1)
    return [chunk]
  })
}

/** Returns a connector that gives ioredis the connected stream instead of letting it dial. */
function connectorOf(stream: Socket) {
  return class extends AbstractConnector {
    constructor() {
      super(0)
      this.stream = stream
    }
    connect() {
      return Promise.resolve(stream)
    }
  }
}

/** Classifies an error reply, whose first word is its code. Returns undefined for another reply. */
function meaningOfReply(line: string): Finding | undefined {
  if (!line.startsWith('-')) return undefined
  const [code] = line.slice(1).split(' ', 1)
  return findingOf(redisMessages, { code, text: line }) ?? { outcome: 'unexpected', reason: 'other_content' }
}
