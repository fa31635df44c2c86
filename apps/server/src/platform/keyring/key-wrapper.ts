import type { SealContext } from './seal.ts'

/**
 * The port to the key encryption key, which wraps only data keys. The methods are asynchronous, so that the key can
 * stay in another system such as a KMS. Adapter: `key-file.ts`.
 */
export interface KeyWrapper {
  /** Identifies the key encryption key, for example in messages. Not a secret. */
  readonly id: string
  /** Wraps a data key for a context. It can be unwrapped only with the same context. */
  wrap(dataKey: Buffer, context: SealContext): Promise<Buffer>
  /** Unwraps a data key. @throws SealBroken when the key or the context is another one, or the bytes were changed */
  unwrap(wrapped: Buffer, context: SealContext): Promise<Buffer>
}
