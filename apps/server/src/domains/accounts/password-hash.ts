import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id parameters recommended by OWASP: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** Limits concurrent hashes, which are expensive in CPU and memory; further ones are queued. */
const limitHashing = pLimit(4)

/** Hashes a password with Argon2id. */
export const hashPassword = (password: string) => limitHashing(() => hash(password, options))

/**
 * Returns whether a password matches a stored hash. Without a hash it compares with a dummy, so that the time does not
 * reveal which accounts exist.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  dummyHash ??= hashPassword('the password of no account')
  const reference = stored ?? (await dummyHash)
  const isMatch = await limitHashing(() => verify(reference, password))
  return stored !== undefined && isMatch
}
let dummyHash: Promise<string> | undefined
