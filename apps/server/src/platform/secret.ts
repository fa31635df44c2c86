import { inspect } from 'node:util'

/**
 * Holds a value that must not be printed. Conversion to text or JSON yields `[redacted]`. Only `reveal()` returns the
 * value, so every use can be found by that name.
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
