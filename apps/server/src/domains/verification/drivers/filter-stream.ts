import type { Duplex } from 'node:stream'
import { destroyOnListenerError } from '../../../platform/egress/egress.ts'

/**
 * Filters what a driver library reads from a stream: for each incoming chunk, the library receives the buffers that
 * `pass` returns. An error thrown by `pass` destroys the stream.
 */
export function filterStream(stream: Duplex, pass: (chunk: Buffer) => readonly Buffer[]): void {
  const { emit } = stream
  stream.emit = (...args: Parameters<typeof emit>) => {
    const [event, chunk] = args
    if (event !== 'data') return emit.apply(stream, args)
    for (const piece of pass(chunk)) emit.call(stream, 'data', piece)
    return true
  }
  destroyOnListenerError(stream)
}
