import { setTimeout } from 'node:timers/promises'

/**
 * Interval at which further items are claimed while some are running, in milliseconds, so that slow items don't block
 * others.
 */
const CLAIM_INTERVAL = 250

interface QueueOptions<Claimed> {
  /** Maximum number of concurrent items. */
  atOnce: number
  /** Maximum number of concurrent items of one workspace, so that its slow targets don't delay other workspaces. */
  atOnceOfWorkspace: number
  /** Claims up to `limit` due items, so that no other process works on them. None are of the workspaces in `except`. */
  claim(limit: number, except: readonly string[]): Promise<Claimed[]>
  /** Processes one item. Must not throw. */
  work(claimed: Claimed): Promise<void>
  /** Returns true when the process is stopping: then no more items are claimed. */
  isStopping(): boolean
}

/**
 * Processes due items until there are none left. Items of a workspace are claimed only while few of them are running, at
 * most `atOnceOfWorkspace` at a time, so at most twice as many run.
 * @returns the number of processed items
 */
export async function drainQueue<Claimed extends { workspace_id: string }>({
  atOnce,
  atOnceOfWorkspace,
  claim,
  work,
  isStopping,
}: QueueOptions<Claimed>): Promise<number> {
  const running = new Map<Promise<void>, string>()
  let count = 0
  for (;;) {
    // Items that were running during a claim may have kept others from being claimed.
    const wasIdle = running.size === 0
    const limit = isStopping() ? 0 : Math.min(atOnce - running.size, atOnceOfWorkspace)
    const claimed = limit > 0 ? await claim(limit, busyWorkspaces(running, atOnceOfWorkspace)) : []
    for (const item of claimed) {
      const done = work(item).finally(() => running.delete(done))
      running.set(done, item.workspace_id)
    }
    count += claimed.length
    if (wasIdle && claimed.length === 0) return count
    // There may be more.
    if (running.size === 0 || (claimed.length === limit && limit > 0)) continue
    await Promise.race([...running.keys(), setTimeout(CLAIM_INTERVAL, undefined, { ref: false })])
  }
}

/** Returns the workspaces with as many running items as they may have. */
function busyWorkspaces(running: ReadonlyMap<unknown, string>, limit: number): string[] {
  const counts = new Map<string, number>()
  for (const workspaceId of running.values()) counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1)
  return [...counts].flatMap(([workspaceId, count]) => (count >= limit ? [workspaceId] : []))
}
