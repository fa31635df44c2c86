import { connect, type Socket } from 'node:net'
import { createHistogram } from 'node:perf_hooks'

/** The parameters of a load test. */
export interface Load {
  /** The ports of the processes that share the load. Connections are distributed round-robin. */
  ports: readonly number[]
  /** Number of keep-alive connections, each with one request at a time. */
  connections: number
  /** Duration, in milliseconds. */
  milliseconds: number
  /** Returns the next request of a connection as bytes, or undefined if there are no more. */
  next: (connection: number) => Buffer | undefined
  /** The expected status of every response. */
  status: number
}

/** The result of a load test. */
export interface Measured {
  /** Responses per second. */
  perSecond: number
  answers: number
  /** Latencies in milliseconds. */
  p50: number
  p99: number
}

/**
 * Sends requests to servers on loopback as fast as they respond. Implements a minimum of HTTP/1.1 (Content-Length,
 * keep-alive), so that the client needs less CPU than the servers.
 * @throws if a response has an unexpected status
 */
export async function load({ ports, connections, milliseconds, next, status }: Load): Promise<Measured> {
  const latencies = createHistogram()
  const begun = performance.now()
  const ends = begun + milliseconds
  await Promise.all(Array.from({ length: connections }, (_, connection) => runConnection(connection)))
  const seconds = (performance.now() - begun) / 1000
  return {
    perSecond: latencies.count / seconds,
    answers: latencies.count,
    p50: latencies.percentile(50) / 1e6,
    p99: latencies.percentile(99) / 1e6,
  }

  function runConnection(connection: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const port = ports[connection % ports.length] ?? 0
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let sentAt = 0n
      const sendNext = () => {
        const request = performance.now() < ends ? next(connection) : undefined
        if (request) {
          sentAt = process.hrtime.bigint()
          socket.write(request)
        } else {
          socket.destroy()
          resolve()
        }
      }
      socket.once('connect', sendNext)
      socket.once('error', reject)
      onAnswers(socket, (answer) => {
        latencies.record(process.hrtime.bigint() - sentAt)
        if (answer.status !== status) {
          socket.destroy()
          reject(new Error(`The status was ${answer.status} instead of ${status}: ${answer.text()}`))
        } else sendNext()
      })
      socket.once('close', () => reject(new Error('The server closed the connection.')))
    })
  }
}

/** Encodes a request, so that a repeated request is encoded only once. */
export function httpRequest(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['content-type: application/json']),
    ...(method === 'GET' ? [] : [`content-length: ${Buffer.byteLength(content)}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content}`)
}

interface Answer {
  status: number
  text(): string
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: (\d+)/i

function onAnswers(socket: Socket, onAnswer: (answer: Answer) => void) {
  let rest: Buffer | undefined
  let head: { status: number; begins: number; ends: number } | undefined
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    head ??= headOf(bytes)
    if (!head || bytes.length < head.ends) {
      rest = bytes
      return
    }
    const { status, begins, ends } = head
    rest = undefined
    head = undefined
    onAnswer({ status, text: () => bytes.subarray(begins, ends).toString() })
  })
}

function headOf(bytes: Buffer) {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return undefined
  const text = bytes.toString('latin1', 0, end)
  const status = Number(text.slice(9, 12))
  const begins = end + HEAD_END.length
  const length = LENGTH.exec(text)?.[1]
  if (length === undefined && status !== 204 && status !== 304) {
    throw new Error('The response has no Content-Length.')
  }
  return { status, begins, ends: begins + Number(length ?? 0) }
}
