import pLimit, { type LimitFunction } from 'p-limit'

/** Checks that one workspace may have running in this process at the same time; further ones wait for their turn. */
const AT_ONCE = 16

const lanes = new Map<string, LimitFunction>()

/** Does the work when it is this workspace's turn. Nobody waits for another workspace. */
export async function withVerificationSlot<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const lane = lanes.get(workspaceId) ?? pLimit(AT_ONCE)
  lanes.set(workspaceId, lane)
  try {
    return await lane(work)
  } finally {
    if (lane.activeCount + lane.pendingCount === 0) lanes.delete(workspaceId)
  }
}

/** How many checks of this process run now, and how many wait for their turn. */
export function verificationSlots(): { running: number; waiting: number } {
  let [running, waiting] = [0, 0]
  for (const { activeCount, pendingCount } of lanes.values()) {
    running += activeCount
    waiting += pendingCount
  }
  return { running, waiting }
}
