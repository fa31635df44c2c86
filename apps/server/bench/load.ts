import { connect, type Socket } from 'node:net'
import { createHistogram } from 'node:perf_hooks'

export interface Load {
  /** Of the processes that share the load: connections are dealt out in turn. */
  ports: readonly number[]
  /** Kept alive; each has one request under way. */
  connections: number
  /** How long requests are sent, in milliseconds. */
  milliseconds: number
  /** The next request of a connection, as it goes over the wire; undefined when there are no more. */
  next: (connection: number) => Buffer | undefined
  /** The status that every answer has to have. */
  status: number
}

export interface Measured {
  /** Answers a second. */
  perSecond: number
  answers: number
  /** From request to answer, in milliseconds. */
  p50: number
  p99: number
}

/**
 * Asks a server on loopback as fast as it answers. It knows just enough of HTTP/1.1 to cost less than the servers that
 * it measures: answers with a Content-Length, over connections that stay open.
 * @throws when an answer has another status
 */
export async function load({ ports, connections, milliseconds, next, status }: Load): Promise<Measured> {
  const latencies = createHistogram()
  const begun = performance.now()
  const ends = begun + milliseconds
  await Promise.all(Array.from({ length: connections }, (_, connection) => converse(connection)))
  const seconds = (performance.now() - begun) / 1000
  return {
    perSecond: latencies.count / seconds,
    answers: latencies.count,
    p50: latencies.percentile(50) / 1e6,
    p99: latencies.percentile(99) / 1e6,
  }

  function converse(connection: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const port = ports[connection % ports.length] ?? 0
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let asked = 0n
      const ask = () => {
        const request = performance.now() < ends ? next(connection) : undefined
        if (request) {
          asked = process.hrtime.bigint()
          socket.write(request)
        } else {
          socket.destroy()
          resolve()
        }
      }
      socket.once('connect', ask)
      socket.once('error', reject)
      onAnswers(socket, (answer) => {
        latencies.record(process.hrtime.bigint() - asked)
        if (answer.status !== status) {
          socket.destroy()
          reject(new Error(`The answer was ${answer.status} instead of ${status}: ${answer.text()}`))
        } else ask()
      })
      socket.once('close', () => reject(new Error('The server closed a connection.')))
    })
  }
}

/** The request as bytes: made once where it is the same each time. */
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
    throw new Error('The answer has no Content-Length.')
  }
  return { status, begins, ends: begins + Number(length ?? 0) }
}
