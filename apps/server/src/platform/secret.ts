import { inspect } from 'node:util'

/**
 * Holds something that must not be printed. Whatever turns it into text gets `[redacted]`;
 * only `reveal()` gives it back, and a reader finds every place that does by that word.
 */
export class Secret<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [inspect.custom](): string {
    return '[redacted]'
  }
}
