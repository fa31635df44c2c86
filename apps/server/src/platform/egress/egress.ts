import { lookup as systemLookup } from 'node:dns/promises'
import { once } from 'node:events'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { Agent, request } from 'undici'
import { type AllowRule, isAllowed } from './address-filter.ts'
import { tlsOptions, upgradeToTls } from './tls.ts'

/** The world below the guard; tests put loopback there. */
export interface EgressPorts {
  /** Every address of a host name. */
  lookup(host: string): Promise<string[]>
  /** Opens a TCP connection to an address that the guard has allowed. */
  dial(address: string, port: number): net.Socket
  /** Certificates to trust besides those that Node trusts. */
  ca?: string[]
}

export interface HttpRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | undefined>
  body: string
}

/** The only way out of the process. */
export interface Egress {
  /** One request, no redirects followed. @throws Blocked, AnswerTooLarge, or what the network threw */
  fetch(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
  /** A connected TCP socket, which ends with the signal. @throws Blocked, or what the network threw */
  connect(host: string, port: number, signal: AbortSignal): Promise<net.Socket>
}

/** The guard refused an address. */
export class Blocked extends Error {
  constructor() {
    super('This address is not allowed.')
    this.name = 'Blocked'
  }
}

export class AnswerTooLarge extends Error {
  constructor() {
    super('The answer is larger than what is read of one.')
    this.name = 'AnswerTooLarge'
  }
}

/** The most that is read of an answer, in bytes. */
const ANSWER_LIMIT = 1024 * 1024

const realPorts: EgressPorts = {
  lookup: async (host) =>
    (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  dial: (address, port) => net.connect({ host: address, port }),
}

export function createEgress(allow: readonly AllowRule[], ports: EgressPorts = realPorts): Egress {
  /**
   * Resolves, checks, and dials exactly what was checked: a name that resolves differently a moment later, an IP
   * literal and a decimal notation all meet the same check. One forbidden address among several forbids the host.
   */
  async function connect(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
    const name = host.replace(/^\[|\]$/g, '')
    const addresses = net.isIP(name) ? [name] : await orAbort(ports.lookup(name), signal)
    if (addresses.length === 0) throw Object.assign(new Error('No address found.'), { code: 'ENOTFOUND' })
    if (!addresses.every((address) => isAllowed(address, port, name, allow))) throw new Blocked()
    let failure: unknown
    for (const address of addresses.slice(0, 3)) {
      signal.throwIfAborted()
      const socket = ports.dial(address, port)
      bound(socket, signal)
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

  /** A web server's certificate is always checked. */
  const secureWeb = (socket: net.Socket, host: string) =>
    upgradeToTls(socket, {
      ...tlsOptions({ host }),
      ...(ports.ca && { ca: [...tls.rootCertificates, ...ports.ca] }),
      ALPNProtocols: ['http/1.1'],
    })

  return {
    connect,
    async fetch({ method, url, headers, body }, signal) {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
      // One connection for one request: nothing of a credential outlives its check.
      const agent = new Agent({
        pipelining: 0,
        connect: (_options, callback) => {
          connect(host, port, signal)
            .then<net.Socket>((socket) => (url.protocol === 'https:' ? secureWeb(socket, host) : socket))
            .then(
              (socket) => callback(null, socket),
              (error) => callback(error, null),
            )
        },
      })
      try {
        const answer = await request(url, {
          method: method as 'GET',
          headers,
          body,
          signal,
          dispatcher: agent,
        })
        return { status: answer.statusCode, headers: flatten(answer.headers), body: await read(answer.body) }
      } finally {
        // Not awaited: it would wait for a handshake that may never end.
        agent.destroy().catch(() => {})
      }
    },
  }
}

/** How often a connection's traffic is looked at, in milliseconds. */
const WATCH_INTERVAL = 20

/**
 * Bounds a connection, whoever reads from it: it ends when the signal says so, and when more came in than an answer
 * may have. An error of its own, or one thrown by a driver that reads what a stranger sent, ends the connection and
 * not the process.
 */
function bound(socket: net.Socket, signal: AbortSignal): void {
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
  contain(socket)
}

/** Turns what listeners of a stream throw into an error of that stream. */
export function contain(stream: Duplex): void {
  const emit = stream.emit
  stream.emit = (...args: Parameters<typeof emit>) => {
    try {
      return emit.apply(stream, args)
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error('A listener threw.'))
      return true
    }
  }
}

/** What a promise gives, unless the signal comes first; the promise is then left to itself. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  promise.catch(() => {})
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
