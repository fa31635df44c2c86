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
import { queueKeyRevocation } from './queue-revocation.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { tryToRevoke } from './revoke-access.ts'
import { lockCredential } from './store.ts'
import { findValueIn, retireValue } from './value-table.ts'

/** Entries of the audit log that are read at a time. */
const PAGE = 200

/**
 * Freezes a credential whose values leaked, revokes them at the provider if it has a request for that, and reports to
 * which flow engines the values were issued. New and previous values that were issued since then are erased, so that they
 * can't become current. The digest of the report is recorded in the audit log, whose hash chain proves it.
 * @throws DomainError not_found
 */
export async function reportIncident(
  ctx: WorkspaceContext,
  { credentialId, since }: ReportIncident,
): Promise<IncidentReported> {
  const row = await requireCredentialRow(ctx, credentialId)
  await freezeCredential(ctx, credentialId)
  const from = new Date(since).toISOString()
  const entries = await findIssues(ctx, credentialId, from)
  const hasMore = entries.length > INCIDENT_LIMIT
  // Entries that are not listed may be issues of any value.
  const generations = hasMore ? undefined : entries.map(({ detail }) => detail.generation)
  const revocation = await revokeLeaked(ctx, credentialId, generations)
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
    hasMore,
  } satisfies IncidentReport)
  const sha256 = hash('sha256', JSON.stringify(report), 'hex')
  const detail = { name: row.name, since: from, issues: report.issues.length, sha256 }
  await transact(ctx.db, (trx) => writeAuditEntry(trx, ctx, 'credential.incident', credentialId, detail))
  return { report, sha256 }
}

/**
 * Revokes the leaked values at the provider, also while flows use them: the grant of a connected credential, or the keys if
 * its provider has a request for that.
 * @param generations of the values that were issued; undefined if all may have been. The current ones always count.
 */
async function revokeLeaked(
  ctx: WorkspaceContext,
  credentialId: string,
  generations: readonly unknown[] | undefined,
): Promise<Revocation | undefined> {
  const { db } = ctx
  const { method } = (await findMethodOf(ctx, await requireCredentialRow(ctx, credentialId))) ?? {}
  const revocations = await transact(db, async (trx) => {
    const credential = await lockCredential(trx, ctx, credentialId)
    if (!credential) throw notFound('credential')
    const granted = await endGrant(trx, ctx, credential)
    if (granted) return [granted]
    const leaked = [credential]
    for (const state of ['pending', 'previous'] as const) {
      const value = await findValueIn(trx, credentialId, state)
      if (!value?.sealed) continue
      const { definition_id, sealed, generation, identity } = value
      if (generations?.includes(generation) === false) continue
      await retireValue(trx, credentialId, state)
      leaked.push({ ...credential, definition_id, sealed, seal_version: generation, identity })
    }
    const queued = []
    if (method?.revoke) for (const value of leaked) queued.push(await queueKeyRevocation(trx, ctx, value))
    return queued
  })
  const results = await Promise.all(revocations.map((revocation) => tryToRevoke(ctx, revocation)))
  return WORST_FIRST.find((result) => results.includes(result))
}

/** The results of revocations; the first one that occurred is reported. */
const WORST_FIRST = ['failed', 'shared', 'not_offered', 'revoked'] as const satisfies readonly Revocation[]

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
