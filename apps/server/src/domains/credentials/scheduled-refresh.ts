import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { getAccessTokenById } from './access-token.ts'
import { findCredential } from './store.ts'
import { findTokensDueForRefresh } from './token-table.ts'
import { verifyCredential } from './verify-credential.ts'

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
      await refreshDueToken(deps, { workspaceId, credentialId }).catch((error) =>
        logFailure(deps.log, 'scheduled token refresh', error),
      )
      except.delete(credentialId)
    },
    isStopping,
  })
}

/**
 * Refreshes a token. If the provider accepts the OAuth app again, the credentials that failed because of it are verified:
 * flow engines ask for no tokens of failing credentials, so nothing else would find out.
 */
async function refreshDueToken(
  deps: Deps,
  { workspaceId, credentialId }: { workspaceId: string; credentialId: string },
): Promise<void> {
  const before = await findCredential(deps.db, { workspaceId }, credentialId)
  const result = await getAccessTokenById(deps, { workspaceId, credentialId })
  const failedByApp = before?.status === 'failing' && before.receipt?.reason === 'oauth_app'
  if (failedByApp && result?.outcome === 'fresh') {
    await verifyCredential({ ...deps, workspaceId, actor }, { credentialId, values: undefined })
  }
}

const actor = { kind: 'operator', id: SERVER_ID } as const
