import type { KeyWrapper } from './key-wrapper.ts'
import type { SealContext } from './seal.ts'

/** The canary is a wrapped text in the database. Only the right key encryption key can unwrap it. */
const CONTEXT: SealContext = ['canary']

/** Returns a new canary. */
export const wrapCanary = (wrapper: KeyWrapper): Promise<Buffer> =>
  wrapper.wrap(Buffer.from('stepkey'), CONTEXT)

/** Proves that the key encryption key is the right one. @throws SealBroken when it is not, or there is no canary */
export async function openCanary(wrapper: KeyWrapper, canary: Buffer | undefined): Promise<void> {
  await wrapper.unwrap(canary ?? Buffer.alloc(0), CONTEXT)
}
