import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id parameters recommended by OWASP: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** Limits concurrent hashes, which are expensive in CPU and memory; further ones are queued. */
const limitHashing = pLimit(4)

/** Hashes a password with Argon2id. */
export const hashPassword = (password: string) => limitHashing(() => hash(password, options))

/**
 * Verifies a password against the hash of an account. Without an account, or for one without a password, it verifies
 * against another hash and returns false, so that the time does not tell which accounts exist.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('the password of no account')
  const reference = stored ?? (await decoy)
  const matches = await limitHashing(() => verify(reference, password))
  return typeof stored === 'string' && matches
}
let decoy: Promise<string> | undefined
