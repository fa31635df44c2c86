import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { networkOf } from '../../platform/client-network.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { FairQueue } from '../../platform/jobs/fair-queue.ts'

/** Argon2id parameters recommended by OWASP: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** Hashes that this process computes concurrently. They are expensive in CPU and memory, so more would only be slower. */
const MAX_RUNNING = Math.max(2, Math.min(4, availableParallelism()))
/** Hashes that may wait: a few seconds of work. */
export const MAX_WAITING = 100
/** After how many seconds a caller may try again if more are waiting. */
const RETRY_AFTER = 5

const queue = new FairQueue({
  running: MAX_RUNNING,
  // One slot is free for other clients.
  runningOfClient: MAX_RUNNING - 1,
  waiting: MAX_WAITING,
  refusal: () =>
    new DomainError('unavailable', 'The server is checking too many passwords. Try again in a few seconds.', {
      retryAfter: RETRY_AFTER,
    }),
})

/**
 * Hashes a password with Argon2id.
 * @param address the address of the client; clients of different networks take turns
 * @throws DomainError unavailable if too many hashes are waiting
 */
export const hashPassword = (password: string, address: string): Promise<string> =>
  queue.run(networkOf(address), () => hash(password, options))

/**
 * Verifies a password against the hash of an account. Without an account, or for one without a password, it verifies
 * against another hash and returns false, so that the time does not tell which accounts exist.
 * @param address the address of the client; clients of different networks take turns
 * @throws DomainError unavailable if too many hashes are waiting
 */
export async function verifyPassword(
  stored: string | null | undefined,
  password: string,
  address: string,
): Promise<boolean> {
  const matches = await queue.run(networkOf(address), () => verify(stored ?? DECOY, password))
  return typeof stored === 'string' && matches
}

const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')

/** A hash of no password. Its parameters are those of all hashes, so comparing with it takes the same time. */
const DECOY = `$argon2id$v=19$m=${options.memoryCost},t=${options.timeCost},p=1$${base64(16)}$${base64(32)}`
