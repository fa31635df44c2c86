import { lookup as systemLookup } from 'node:dns/promises'
import net from 'node:net'
import tls from 'node:tls'
import { Agent, request } from 'undici'
import { type AllowRule, isAllowed } from './guard.ts'

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
  /** A connected TCP socket. @throws Blocked, or what the network threw */
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
    const addresses = net.isIP(name) ? [name] : await ports.lookup(name)
    if (addresses.length === 0) throw Object.assign(new Error('No address found.'), { code: 'ENOTFOUND' })
    if (!addresses.every((address) => isAllowed(address, port, name, allow))) throw new Blocked()
    signal.throwIfAborted()
    let failure: unknown
    for (const address of addresses.slice(0, 3)) {
      try {
        return await dial(address, port, signal)
      } catch (error) {
        failure = error
        signal.throwIfAborted()
      }
    }
    throw failure
  }

  function dial(address: string, port: number, signal: AbortSignal): Promise<net.Socket> {
    return new Promise((resolve, reject) => {
      const socket = ports.dial(address, port)
      const abort = () => socket.destroy(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      socket.once('error', reject)
      socket.once('connect', () => {
        signal.removeEventListener('abort', abort)
        socket.off('error', reject)
        resolve(socket)
      })
    })
  }

  async function secure(socket: net.Socket, host: string): Promise<tls.TLSSocket> {
    const ca = ports.ca ? [...tls.rootCertificates, ...ports.ca] : undefined
    return await new Promise((resolve, reject) => {
      const servername = net.isIP(host) ? '' : host
      const secured = tls.connect({ socket, servername, host, ca, ALPNProtocols: ['http/1.1'] })
      secured.once('secureConnect', () => resolve(secured))
      secured.once('error', reject)
    })
  }

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
            .then<net.Socket>((socket) => (url.protocol === 'https:' ? secure(socket, host) : socket))
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
        await agent.destroy()
      }
    },
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
