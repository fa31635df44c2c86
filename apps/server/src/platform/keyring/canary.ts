import type { KeyWrapper } from './key-wrapper.ts'
import type { SealContext } from './seal.ts'

/** The canary is one wrapped text in the database. That it opens proves that the key encryption key is the right one. */
const CONTEXT: SealContext = ['canary']

export const wrapCanary = (wrapper: KeyWrapper): Promise<Buffer> =>
  wrapper.wrap(Buffer.from('stepkey'), CONTEXT)

/** @throws SealBroken when the key encryption key is another one, or there is no canary */
export async function openCanary(wrapper: KeyWrapper, canary: Buffer | undefined): Promise<void> {
  await wrapper.unwrap(canary ?? Buffer.alloc(0), CONTEXT)
}
