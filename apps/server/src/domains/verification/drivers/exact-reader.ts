import type { Duplex } from 'node:stream'

/** Reads from a stream exactly as much as is wanted, and leaves the rest to whoever reads next. */
export class ExactReader {
  readonly #stream: Duplex

  constructor(stream: Duplex) {
    this.#stream = stream
  }

  /** Whether something has come that nobody has taken. */
  get hasMore(): boolean {
    return this.#stream.readableLength > 0
  }

  /** The next so many bytes. @throws what ended the stream before they came */
  async take(length: number): Promise<Buffer> {
    return await this.#next(() => {
      const taken: Buffer | null = length === 0 ? Buffer.alloc(0) : this.#stream.read(length)
      return taken?.length === length ? taken : undefined
    })
  }

  /** The next line, without its end. @throws what ended the stream before, or that the line is too long */
  async line(limit: number): Promise<string> {
    let line = Buffer.alloc(0)
    return await this.#next(() => {
      for (;;) {
        const chunk: Buffer | null = this.#stream.read()
        if (!chunk) return undefined
        const end = chunk.indexOf('\n')
        line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)])
        if (line.length > limit) throw new Error('This line is too long.')
        if (end < 0) continue
        if (end + 1 < chunk.length) this.#stream.unshift(chunk.subarray(end + 1))
        return line.toString('utf8').replace(/\r$/, '')
      }
    })
  }

  async #next<T>(read: () => T | undefined): Promise<T> {
    for (;;) {
      const result = read()
      if (result !== undefined) return result
      if (this.#stream.readableEnded || this.#stream.destroyed) {
        throw (
          this.#stream.errored ?? Object.assign(new Error('The connection ended.'), { code: 'ECONNRESET' })
        )
      }
      await this.#change()
    }
  }

  async #change(): Promise<void> {
    const events = ['readable', 'end', 'close']
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const event of events) this.#stream.on(event, resolve)
    await promise
    for (const event of events) this.#stream.off(event, resolve)
  }
}
