import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id as OWASP recommends: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** Hashing is made to be expensive: only so many run at once, the others wait. */
const atOnce = pLimit(4)

export const hashPassword = (password: string) => atOnce(() => hash(password, options))

/** Compares with a hash of nobody's when there is no account, so that time does not tell which accounts exist. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody has this password')
  const reference = stored ?? (await nobodys)
  const same = await atOnce(() => verify(reference, password))
  return stored !== undefined && same
}
let nobodys: Promise<string> | undefined
