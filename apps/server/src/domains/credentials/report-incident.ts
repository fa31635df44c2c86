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
import { notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { listAuditEntries } from '../audit/audit-log.ts'
import { findMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { endGrant } from './disconnect-credential.ts'
import { freezeCredential } from './freeze-credential.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { queueKeyRevocation, tryToRevoke } from './revoke-access.ts'
import { lockCredential } from './store.ts'

/** Entries of the audit log that are read at a time. */
const PAGE = 200

/**
 * Freezes a credential whose values leaked, revokes them at the provider if it has a request for
 * that, and reports to which flow engines the
 * values were issued. The digest of the report is recorded in the audit log, whose hash chain proves it.
 * @throws DomainError not_found
 */
export async function reportIncident(
  ctx: WorkspaceContext,
  { credentialId, since }: ReportIncident,
): Promise<IncidentReported> {
  const row = await requireCredentialRow(ctx, credentialId)
  await freezeCredential(ctx, credentialId)
  const revocation = await revokeLeaked(ctx, credentialId)
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

/**
 * Revokes the leaked values at the provider, also while flows use them: the grant of a connected credential, or a key if
 * its provider has a request for that.
 */
async function revokeLeaked(ctx: WorkspaceContext, credentialId: string): Promise<Revocation | undefined> {
  const { db, workspaceId } = ctx
  const { method } = (await findMethodOf(ctx, await requireCredentialRow(ctx, credentialId))) ?? {}
  const revocation = await transact(db, async (trx) => {
    const credential = await lockCredential(trx, workspaceId, credentialId)
    if (!credential) throw notFound('credential')
    const granted = await endGrant(trx, ctx, credential)
    if (granted || !method?.revoke) return granted
    return await queueKeyRevocation(trx, ctx, credential)
  })
  return revocation && (await tryToRevoke(ctx, revocation))
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
