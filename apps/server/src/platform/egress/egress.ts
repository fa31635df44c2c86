import { once } from 'node:events'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { Agent } from 'undici'
import { SECOND } from '../time.ts'
import { type AllowRule, isAllowed, isNamed, portOf } from './address-filter.ts'
import { createRecordLookup, type RecordLookup } from './dns-questions.ts'
import { isPublicName, openTunnelThrough, ProxyRefused, type ProxySettings, proxyFor } from './proxy.ts'
import { createHostResolver } from './resolve-host.ts'
import { type TlsSettings, tlsOptions, upgradeToTls } from './tls.ts'

/** Time limit for one exchange with a provider: a verification, a token request, a revocation. In milliseconds. */
export const REMOTE_DEADLINE = 10 * SECOND

/** The network below the address filter. Tests replace it by loopback. */
export interface EgressPorts {
  /** Resolves a host name to all its addresses; none if there is no such name. */
  lookup(host: string, signal: AbortSignal): Promise<string[]>
  /** Finds records other than addresses. */
  records: RecordLookup
  /** Opens a TCP connection to an address that passed the filter. */
  dial(address: string, port: number): net.Socket
  /** Additional trusted CA certificates. */
  ca?: string[]
}

/** An outbound HTTP request. */
export interface HttpRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
  /** TLS options for https, such as a client certificate. */
  tls?: TlsSettings
}

/** The response to an outbound request. Repeated headers are joined with commas. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string | undefined>
  body: string
}

/** The only way by which the process opens outbound connections. */
export interface Egress {
  /** Sends one request, without following redirects. @throws Blocked, AnswerTooLarge, network errors */
  fetch(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
  /** Returns a connected TCP socket that is destroyed when the signal aborts. @throws Blocked, network errors */
  connect(host: string, port: number, signal: AbortSignal): Promise<net.Socket>
  /** Finds DNS records, such as those of a `mongodb+srv` cluster. Connect to the hosts in them only with `connect`. */
  records: RecordLookup
}

/** The address filter rejected an address. */
export class Blocked extends Error {
  constructor() {
    super('The address is not allowed.')
    this.name = 'Blocked'
  }
}

/** More data arrived than `ANSWER_LIMIT` allows. */
export class AnswerTooLarge extends Error {
  constructor() {
    super('The response is too large.')
    this.name = 'AnswerTooLarge'
  }
}

/** Maximum number of bytes that are read from a connection. */
const ANSWER_LIMIT = 1024 * 1024

const realPorts: EgressPorts = {
  lookup: createHostResolver(),
  records: createRecordLookup(),
  dial: (address, port) => net.connect({ host: address, port }),
}

/**
 * Creates an egress that reaches public addresses, and the private ones that a rule allows.
 * @param options.proxies the proxies for outbound connections; without them, all connections are direct
 */
export function createEgress(
  allow: readonly AllowRule[],
  ports: EgressPorts = realPorts,
  { proxies }: { proxies?: ProxySettings } = {},
): Egress {
  /** Returns all addresses of a host. */
  const resolve = async (host: string, signal: AbortSignal): Promise<string[]> => {
    const addresses = net.isIP(host) ? [host] : await orAbort(ports.lookup(host, signal), signal)
    if (addresses.length === 0) throw Object.assign(new Error('No address found.'), { code: 'ENOTFOUND' })
    return addresses
  }

  /**
   * Resolves the host, checks all addresses, and dials a checked address. So DNS rebinding, IP literals and unusual
   * notations can't bypass the filter. One blocked address among several blocks the host.
   */
  async function connect(
    host: string,
    port: number,
    signal: AbortSignal,
    { isPlain = false } = {},
  ): Promise<net.Socket> {
    const name = host.replace(/^\[|\]$/g, '')
    const proxy = proxyFor(proxies, { host: name, port, isPlain })
    if (proxy) {
      await requireAllowedThroughProxy(name, port, signal)
      const socket = await connectToProxy(proxy, signal).catch((error: unknown) => {
        signal.throwIfAborted()
        throw new ProxyRefused(error)
      })
      return await openTunnelThrough(socket, proxy, { host: name, port, signal })
    }
    const addresses = await resolve(name, signal)
    if (!addresses.every((address) => isAllowed(address, port, name, allow))) throw new Blocked()
    return await dial(addresses, port, signal)
  }

  /**
   * Checks what a proxy is asked for. Names that only the proxy can resolve must not be internal ones; whether it
   * reaches private addresses under a public name is up to the proxy.
   */
  async function requireAllowedThroughProxy(host: string, port: number, signal: AbortSignal): Promise<void> {
    const addresses = await resolve(host, signal).catch(() => [])
    signal.throwIfAborted()
    const isPermitted =
      addresses.length > 0
        ? addresses.every((address) => isAllowed(address, port, host, allow))
        : isPublicName(host) || isNamed(host, port, allow)
    if (!isPermitted) throw new Blocked()
  }

  async function connectToProxy(proxy: URL, signal: AbortSignal): Promise<net.Socket> {
    const host = proxy.hostname.replace(/^\[|\]$/g, '')
    const socket = await dial(await resolve(host, signal), portOf(proxy), signal)
    return proxy.protocol === 'https:' ? await secureHttps(socket, host) : socket
  }

  async function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<net.Socket> {
    let failure: unknown
    for (const address of addresses.slice(0, 3)) {
      signal.throwIfAborted()
      const socket = ports.dial(address, port)
      limitConnection(socket, signal)
      try {
        await once(socket, 'connect')
        return socket
      } catch (error) {
        failure = error
      }
    }
    signal.throwIfAborted()
    throw failure
  }

  // Node would parse the certificates again for each connection, which takes several milliseconds.
  const trusted = ports.ca && [...tls.rootCertificates, ...ports.ca]
  const secureContext = trusted && tls.createSecureContext({ ca: trusted })

  /** Performs the TLS handshake of https. The certificate is always verified. */
  const secureHttps = (socket: net.Socket, host: string, settings: TlsSettings = {}) => {
    const options = tlsOptions({ ...settings, host })
    return upgradeToTls(socket, {
      ...(options.ca || options.cert ? { ca: trusted } : { secureContext }),
      ...options,
      ALPNProtocols: ['http/1.1'],
    })
  }

  return {
    connect: (host, port, signal) => connect(host, port, signal),
    records: ports.records,
    async fetch({ method, url, headers, body, tls: settings }, signal) {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const isPlain = url.protocol === 'http:'
      const open = async () => {
        const socket = await connect(host, portOf(url), signal, { isPlain })
        return isPlain ? socket : await secureHttps(socket, host, settings)
      }
      // Each request has its own connection, so no connection state of a credential outlives its verification.
      const agent = new Agent({
        pipelining: 0,
        connect: (_options, callback) => {
          open().then(
            (socket) => callback(null, socket),
            (error) => callback(error, null),
          )
        },
      })
      try {
        const answer = await agent.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method: method as 'GET',
          headers,
          body,
          signal,
        })
        return { status: answer.statusCode, headers: flatten(answer.headers), body: await read(answer.body) }
      } finally {
        // Not awaited, because a pending handshake may never end.
        agent.destroy().catch(() => {})
      }
    },
  }
}

/** Interval at which the received bytes of a connection are checked, in milliseconds. */
const WATCH_INTERVAL = 20

/**
 * Destroys the connection when the signal aborts, or when it has received too many bytes. Errors of the socket, and
 * exceptions of a driver that reads from it, destroy the connection instead of ending the process.
 */
export function limitConnection(socket: net.Socket, signal: AbortSignal): void {
  const abort = () => socket.destroy(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const watch = setInterval(() => {
    if (socket.bytesRead > ANSWER_LIMIT) socket.destroy(new AnswerTooLarge())
  }, WATCH_INTERVAL)
  socket.on('error', () => {})
  socket.once('close', () => {
    clearInterval(watch)
    signal.removeEventListener('abort', abort)
  })
  destroyOnListenerError(socket)
}

/** Converts exceptions of a stream's listeners into an error of the stream. */
export function destroyOnListenerError(stream: Duplex): void {
  const emit = stream.emit
  stream.emit = (...args: Parameters<typeof emit>) => {
    try {
      return emit.apply(stream, args)
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error('A listener threw a value that is no error.'))
      return true
    }
  }
}

/** Returns the result of a promise, or rejects when the signal aborts. The promise is not cancelled. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // First, because the promise may fail although nothing waits for it any more.
  promise.catch(() => {})
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function read(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > ANSWER_LIMIT) throw new AnswerTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
