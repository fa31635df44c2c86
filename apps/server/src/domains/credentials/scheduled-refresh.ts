import pLimit from 'p-limit'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { getAccessTokenById } from './access-token.ts'
import { findTokensDueForRefresh } from './token-table.ts'

/** Concurrent refreshes of one workspace: few, so that its slow providers don't delay other workspaces. */
const CONCURRENCY = 4
const BATCH_SIZE = 100
/** The interval between refreshes of tokens that no active flow uses, in milliseconds. */
const IDLE = DAY

/**
 * Refreshes granted tokens before they expire, and detects lost grants before a flow fails because of them. Several
 * processes may run it at the same time: the lease makes one of them refresh each token.
 * @returns the number of due tokens
 */
export async function refreshDueTokens(deps: Deps, isStopping = () => false): Promise<number> {
  const now = deps.clock()
  const due = await findTokensDueForRefresh(deps.db, {
    now: now.toISOString(),
    idleSince: new Date(now.getTime() - IDLE).toISOString(),
    limit: BATCH_SIZE,
  })
  const limits = new Map(due.map(({ workspace_id: workspaceId }) => [workspaceId, pLimit(CONCURRENCY)]))
  await Promise.all(
    due.map(({ id: credentialId, workspace_id: workspaceId }) =>
      limits.get(workspaceId)?.(async () => {
        if (isStopping()) return
        await getAccessTokenById(deps, { workspaceId, credentialId }).catch((error) =>
          logFailure(deps.log, 'scheduled token refresh', error),
        )
      }),
    ),
  )
  return due.length
}
