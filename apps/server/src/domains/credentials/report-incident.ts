import { hash } from 'node:crypto'
import type { AuditEntry } from '@stepkey/shared/audit'
import {
  INCIDENT_LIMIT,
  IncidentReport,
  type IncidentReported,
  type ReportIncident,
} from '@stepkey/shared/incident'
import type { Revocation } from '@stepkey/shared/oauth'
import { transact } from '../../platform/database/transaction.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { listAuditEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'
import { revokeGrant } from '../oauth/revoke-grant.ts'
import { openRevocableGrant } from './disconnect-credential.ts'
import { freezeCredential } from './freeze-credential.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { lockCredential } from './store.ts'
import { discardToken, markReconnectNeeded } from './token-store.ts'
import { findToken } from './token-table.ts'

/** Entries of the audit log that are read at a time. */
const PAGE = 200

/**
 * Freezes a credential whose values leaked, revokes its grant at the provider, and reports to which flow engines the
 * values were issued. The digest of the report is recorded in the audit log, whose hash chain proves it.
 * @throws DomainError not_found
 */
export async function reportIncident(
  ctx: WorkspaceContext,
  { credentialId, since }: ReportIncident,
): Promise<IncidentReported> {
  const row = await requireCredentialRow(ctx, credentialId)
  await freezeCredential(ctx, credentialId)
  const revocation = await revokeAnyGrant(ctx, credentialId)
  const from = new Date(since).toISOString()
  const entries = await findIssues(ctx, credentialId, from)
  const report = IncidentReport.parse({
    credential: {
      id: row.id,
      componentId: row.component_id,
      name: row.name,
      identity: row.identity,
      generation: row.seal_version,
    },
    since: from,
    reportedAt: ctx.clock().toISOString(),
    ...(revocation && { revocation }),
    issues: entries.slice(0, INCIDENT_LIMIT).map(toIssue),
    hasMore: entries.length > INCIDENT_LIMIT,
  } satisfies IncidentReport)
  const sha256 = hash('sha256', JSON.stringify(report), 'hex')
  const detail = { name: row.name, since: from, issues: report.issues.length, sha256 }
  await transact(ctx.db, (trx) => writeAuditEntry(trx, ctx, 'credential.incident', credentialId, detail))
  return { report, sha256 }
}

/** Deletes the grant of a connected credential, also while flows use it, and revokes it at the provider. */
async function revokeAnyGrant(ctx: WorkspaceContext, credentialId: string): Promise<Revocation | undefined> {
  const { db, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, credentialId)
  const grant = await openRevocableGrant(ctx, row, await findToken(db, workspaceId, credentialId))
  if (!grant) return undefined
  await transact(db, async (trx) => {
    const credential = await lockCredential(trx, workspaceId, credentialId)
    if (credential?.seal_version !== row.seal_version) return
    const loss = { outcome: 'rejected', reason: 'disconnected' } as const
    await discardToken(trx, credentialId, loss)
    await markReconnectNeeded(trx, ctx, credential, loss)
  })
  return await revokeGrant(ctx, grant)
}

/** Returns the issues of a credential since a time, the newest first: one more than the report lists, if there are more. */
async function findIssues(ctx: WorkspaceContext, subjectId: string, from: string): Promise<AuditEntry[]> {
  const found: AuditEntry[] = []
  for (let cursor: string | undefined; found.length <= INCIDENT_LIMIT; ) {
    const page = await listAuditEntries(ctx, {
      subjectId,
      action: 'credential.issued',
      outcome: 'done',
      from,
      cursor,
      limit: PAGE,
    })
    found.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return found
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)

const toIssue = ({ at, actor, detail, flowName, address }: AuditEntry): IncidentReport['issues'][number] => ({
  at,
  flowId: text(detail.flowId),
  flowName: flowName ?? null,
  stepId: text(detail.stepId),
  generation: typeof detail.generation === 'number' ? detail.generation : null,
  actorId: actor.id,
  actorName: actor.name ?? null,
  address,
})
