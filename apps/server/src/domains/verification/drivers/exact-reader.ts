import type { Duplex } from 'node:stream'

/** Reads an exact number of bytes, or one line, from a stream and leaves the rest buffered. */
export class ExactReader {
  readonly #stream: Duplex

  constructor(stream: Duplex) {
    this.#stream = stream
  }

  /** Whether the stream has buffered bytes that were not read yet. */
  get hasMore(): boolean {
    return this.#stream.readableLength > 0
  }

  /** Returns the next `length` bytes. @throws the stream's error, or ECONNRESET, if it ends before */
  async take(length: number): Promise<Buffer> {
    return await this.#next(() => {
      const taken: Buffer | null = length === 0 ? Buffer.alloc(0) : this.#stream.read(length)
      return taken?.length === length ? taken : undefined
    })
  }

  /**
   * Returns the next line without its line ending.
   * @throws the stream's error, or ECONNRESET, if it ends before; an Error if the line exceeds `limit` bytes
   */
  async line(limit: number): Promise<string> {
    let line = Buffer.alloc(0)
    return await this.#next(() => {
      for (;;) {
        const chunk: Buffer | null = this.#stream.read()
        if (!chunk) return undefined
        const end = chunk.indexOf('\n')
        line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)])
        if (line.length > limit) throw new Error('The line is too long.')
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
