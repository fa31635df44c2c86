import type { Duplex } from 'node:stream'
import { contain } from '../../../platform/egress/egress.ts'

/**
 * Puts something between a stream and the driver that reads from it: of each chunk that comes in, the driver gets what
 * `pass` gives back. What `pass` throws ends the stream.
 */
export function filterStream(stream: Duplex, pass: (chunk: Buffer) => readonly Buffer[]): void {
  const { emit } = stream
  stream.emit = (...args: Parameters<typeof emit>) => {
    const [event, chunk] = args
    if (event !== 'data') return emit.apply(stream, args)
    for (const piece of pass(chunk)) emit.call(stream, 'data', piece)
    return true
  }
  contain(stream)
}
