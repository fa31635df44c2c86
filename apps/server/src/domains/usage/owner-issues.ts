import { USAGE_LIMIT, type Usage } from '@stepkey/shared/usage'
import type { Db, Trx } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import type { CredentialRow, OwnerIssueRow } from '../../platform/database/tables.ts'
import { withSavepoint } from '../../platform/database/transaction.ts'
import { DAY, isoAfter } from '../../platform/time.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { deleteOwnerIssues, findFlowsIssued, recordOwnerIssue } from './owner-issue-table.ts'

/** How long an issue counts as recent, in milliseconds. */
const RECENT = 30 * DAY

const recentSince = (now: Date) => isoAfter(now, -RECENT)

/** Stores when flows last got credentials of owners. Ignores deleted flows and credentials. */
export async function storeOwnerIssue(trx: Trx, row: OwnerIssueRow): Promise<void> {
  await withSavepoint(
    trx,
    () => recordOwnerIssue(trx, row),
    (error) => {
      if (violationOf(error) !== 'foreign_key') throw error
    },
  )
}

/**
 * Returns the active flows that recently got a credential because they are bound to the owner's credential. Nothing prevents
 * its deletion, but their next run for the owner would fail.
 */
export async function findRecentFlows(
  db: Db | Trx,
  { workspaceId, clock }: Pick<WorkspaceContext, 'workspaceId' | 'clock'>,
  credential: Pick<CredentialRow, 'id' | 'component_id'>,
): Promise<Usage> {
  const since = recentSince(clock())
  const { flows, total } = await findFlowsIssued(db, workspaceId, credential, { since, limit: USAGE_LIMIT })
  return { flows, hidden: total - flows.length }
}

/** Deletes the records of issues that are not recent any more. */
export async function deleteOldOwnerIssues({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteOwnerIssues(db, recentSince(clock()))
}
