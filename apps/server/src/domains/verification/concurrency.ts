import pLimit, { type LimitFunction } from 'p-limit'

/** Verifications that one workspace may run concurrently in this process; further ones are queued. */
const MAX_CONCURRENT = 16

const limiters = new Map<string, LimitFunction>()

/** Runs `work` once the workspace has a free slot. Workspaces have separate queues and never wait for each other. */
export async function withVerificationSlot<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const limiter = limiters.get(workspaceId) ?? pLimit(MAX_CONCURRENT)
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
