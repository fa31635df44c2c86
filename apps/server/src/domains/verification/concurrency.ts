import pLimit, { type LimitFunction } from 'p-limit'
import { DomainError } from '../../platform/errors/domain-error.ts'

/** Verifications that one workspace may run concurrently in this process; further ones are queued. */
const MAX_CONCURRENT = 16
/** Verifications that may wait for a slot: about two minutes if all targets are silent. */
const MAX_WAITING = 200
/** After how many seconds a caller may try again if more are waiting. */
const RETRY_AFTER = 10

const limiters = new Map<string, LimitFunction>()

/**
 * Runs `work` once the workspace has a free slot. Workspaces have separate queues and never wait for each other.
 * @throws DomainError too_many_requests if very many verifications of the workspace are waiting
 */
export async function withVerificationSlot<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const limiter = limiters.get(workspaceId) ?? pLimit(MAX_CONCURRENT)
  if (limiter.pendingCount >= MAX_WAITING) {
    const message = 'Too many verifications of this workspace are waiting. Try again in a few seconds.'
    throw new DomainError('too_many_requests', message, { retryAfter: RETRY_AFTER })
  }
  limiters.set(workspaceId, limiter)
  try {
    return await limiter(work)
  } finally {
    if (limiter.activeCount + limiter.pendingCount === 0) limiters.delete(workspaceId)
  }
}

/** Returns how many verifications of this process are running and how many are queued, over all workspaces. */
export function verificationSlots(): { running: number; waiting: number } {
  let [running, waiting] = [0, 0]
  for (const { activeCount, pendingCount } of limiters.values()) {
    running += activeCount
    waiting += pendingCount
  }
  return { running, waiting }
}
