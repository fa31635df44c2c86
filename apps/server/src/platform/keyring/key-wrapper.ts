import type { SealContext } from './seal.ts'

/**
 * The port to the key encryption key, which may never leave another system. Data keys are wrapped with it, and nothing
 * else. Adapters: key file (key-file.ts).
 */
export interface KeyWrapper {
  /** Identifies the key encryption key, for example in messages. Not a secret. */
  readonly id: string
  /** Wraps a data key, bound to a context: it opens there only. */
  wrap(dataKey: Buffer, context: SealContext): Promise<Buffer>
  /** @throws SealBroken when it was wrapped with another key, for another context, or was changed */
  unwrap(wrapped: Buffer, context: SealContext): Promise<Buffer>
}
