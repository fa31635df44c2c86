import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { AbstractConnector, Redis } from 'ioredis'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'

/** AUTH, SELECT and PING. No other server of a cluster is asked for or contacted. */
export const checkRedis: Driver<'redis'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  const heard = { last: '' }
  let redis: Redis | undefined
  try {
    const stream = options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions(options))
    onlyLines(stream, heard)
    redis = new Redis({
      Connector: connectorOf(stream),
      // It would say who it is, ask for more than is needed, and try everything again.
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
    // ioredis only says that the connection is closed. The server may have said why, or the socket knows.
    const cause = socket.errored ?? error
    return (
      meaningOfReply(heard.last) ??
      networkErrorMeaning(cause) ??
      (isClosed(cause) ? connectionLost : notRedis)
    )
  } finally {
    redis?.disconnect()
    socket.destroySoon()
  }
}

async function signIn(redis: Redis, { user, password, database }: DriverOptions['redis']): Promise<Finding> {
  const ask = async ([name, ...args]: readonly [string, ...string[]]) => {
    try {
      return String(await redis.call(name, args))
    } catch (error) {
      if ((error as Error).name === 'ReplyError') return `-${(error as Error).message}`
      throw error
    }
  }
  // Where the default user has no password, it gets in with any.
  if (user === 'default' && password && (await ask(['PING'])) === 'PONG') {
    return { outcome: 'unexpected', reason: 'login_not_needed' }
  }
  const steps = [
    ...(user || password ? [{ say: ['AUTH', ...(user ? [user] : []), password], hear: 'OK' } as const] : []),
    ...(database !== '0' ? [{ say: ['SELECT', database], hear: 'OK' } as const] : []),
    { say: ['PING'], hear: 'PONG' } as const,
  ]
  for (const { say, hear } of steps) {
    const reply = await ask(say)
    if (reply.startsWith('-NOPERM') && say[0] !== 'AUTH') return { outcome: 'limited' }
    if (reply !== hear) return meaningOfReply(reply) ?? notRedis
  }
  return { outcome: 'verified', ...((user || password) && { identity: user || 'default' }) }
}

const notRedis = { outcome: 'unexpected', reason: 'not_this_protocol' } as const
const connectionLost = { outcome: 'unreachable', reason: 'connection_lost' } as const
const isClosed = (error: unknown) => error instanceof Error && error.message === 'Connection is closed.'

/**
 * What these commands are answered with are single lines. Anything else ends the connection before ioredis sees it:
 * a push message or a null that it doesn't expect, it would answer with an exception that ends the process.
 */
function onlyLines(stream: Duplex, heard: { last: string }): void {
  let rest = ''
  filterStream(stream, (chunk) => {
    rest += chunk.toString('latin1')
    if (!/^(?:[+-][^\r\n]*\r\n)*(?:[+-][^\r\n]*\r?)?$/.test(rest)) throw new Error('This is no line.')
    heard.last = rest.split('\r\n').at(-2) ?? heard.last
    rest = rest.slice(rest.lastIndexOf('\n') + 1)
    return [chunk]
  })
}

/** ioredis dials by itself: it is handed a stream that is connected already. */
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

/** The errors of Redis have a first word that is theirs; older ones are told by their text. */
function meaningOfReply(line: string) {
  if (/^-(WRONGPASS|ERR invalid (password|username-password))/i.test(line)) {
    return { outcome: 'rejected', reason: 'bad_login' } as const
  }
  if (line.startsWith('-NOAUTH')) return { outcome: 'rejected', reason: 'login_needed' } as const
  // Only servers without a password keep everybody but their own machine out.
  if (line.startsWith('-DENIED')) return { outcome: 'rejected', reason: 'no_permission' } as const
  if (/^-ERR (.*no password is set|.*without any password configured)/.test(line)) {
    return { outcome: 'unexpected', reason: 'login_not_needed' } as const
  }
  if (/^-ERR (DB index is out of range|invalid DB index|SELECT is not allowed)/i.test(line)) {
    return { outcome: 'rejected', reason: 'no_such_database' } as const
  }
  if (/^-ERR max number of clients/.test(line)) {
    return { outcome: 'unreachable', reason: 'too_many_connections' } as const
  }
  if (/^-(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/.test(line)) {
    return { outcome: 'unexpected', reason: 'server_error' } as const
  }
  // Before version 6 there were no users.
  if (/^-ERR (wrong number of arguments|unknown command)/.test(line)) {
    return { outcome: 'unexpected', reason: 'refused_request' } as const
  }
  if (line.startsWith('-')) return { outcome: 'unexpected', reason: 'other_content' } as const
  return undefined
}
