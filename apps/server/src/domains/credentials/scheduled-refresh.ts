import pLimit from 'p-limit'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { Deps } from '../context.ts'
import { getAccessTokenById } from './access-token.ts'
import { findTokensDueForRefresh } from './token-table.ts'

/** How often is looked for what is due, in milliseconds. */
export const REFRESH_INTERVAL = 30_000
/** How many are renewed in one go, and how many of them at once: vendors and checks come first. */
const AT_ONCE = 4
const PER_LOOK = 100
/** How old what nobody uses may get before it is renewed, in milliseconds: a day. */
const IDLE = 24 * 3600_000

/**
 * Renews what people granted before it ends, and notices what has ended, so that everybody sees it before a flow does.
 * Several processes may do so at once: each token is renewed by one of them.
 * @returns how many were due
 */
export async function refreshDueTokens(deps: Deps, isOver = () => false): Promise<number> {
  const now = deps.clock()
  const due = await findTokensDueForRefresh(deps.db, {
    now: now.toISOString(),
    idleSince: new Date(now.getTime() - IDLE).toISOString(),
    limit: PER_LOOK,
  })
  const limit = pLimit(AT_ONCE)
  await Promise.all(
    due.map(({ id: credentialId, workspace_id: workspaceId }) =>
      limit(async () => {
        if (isOver()) return
        await getAccessTokenById(deps, { workspaceId, credentialId }).catch((error) =>
          logFailure(deps.log, 'renewal ahead of time', error),
        )
      }),
    ),
  )
  return due.length
}
