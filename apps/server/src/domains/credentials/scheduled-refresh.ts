import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { getAccessTokenById } from './access-token.ts'
import { findTokensDueForRefresh } from './token-table.ts'

/** Maximum number of concurrent refreshes per process, and of one workspace. */
const MAX_CONCURRENT = 64
const MAX_OF_WORKSPACE = 4
/** The interval between refreshes of tokens that no active flow uses, in milliseconds. */
const IDLE = DAY

/**
 * Refreshes granted tokens before they expire, and detects lost grants before a flow fails because of them. Several
 * processes may run it at the same time: the lease makes one of them refresh each token. Workspaces share it fairly, so
 * that the silent providers of one don't delay the refreshes of others.
 * @returns the number of due tokens
 */
export async function refreshDueTokens(deps: Deps, isStopping = () => false): Promise<number> {
  const now = deps.clock()
  /** The tokens that this run has claimed. Each is refreshed once, even if it is still due afterwards. */
  const attempted = new Set<string>()
  /**
   * The tokens that the query leaves out, so that it finds new ones: those that are being refreshed, and those that were
   * found again because they are still due after their refresh.
   */
  const except = new Set<string>()
  return await drainQueue({
    atOnce: MAX_CONCURRENT,
    atOnceOfWorkspace: MAX_OF_WORKSPACE,
    async claim(limit, exceptWorkspaces) {
      for (;;) {
        const due = await findTokensDueForRefresh(deps.db, {
          now: now.toISOString(),
          idleSince: new Date(now.getTime() - IDLE).toISOString(),
          exceptWorkspaces,
          except: [...except],
          limit,
        })
        const repeated = due.filter(({ id }) => attempted.has(id))
        for (const { id } of due) except.add(id)
        const claimed = due.filter(({ id }) => !attempted.has(id))
        for (const { id } of claimed) attempted.add(id)
        if (claimed.length > 0 || repeated.length === 0) return claimed
      }
    },
    work: async ({ id: credentialId, workspace_id: workspaceId }) => {
      await getAccessTokenById(deps, { workspaceId, credentialId }).catch((error) =>
        logFailure(deps.log, 'scheduled token refresh', error),
      )
      except.delete(credentialId)
    },
    isStopping,
  })
}
