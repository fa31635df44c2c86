import { AuditAction, type AuditEntry, type AuditPage, type ListAudit } from '@stepkey/shared/audit'
import type { z } from 'zod'
import type { Trx } from '../../platform/database/database.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { PAGE_SIZE } from '../../platform/paging.ts'
import type { WorkspaceContext } from '../context.ts'
import { actorFromColumns } from './actor-columns.ts'
import { countEntriesSince, findEntryPage, type LogTable, type NamedEntryRow } from './store.ts'

/**
 * Returns a page of the workspace's audit log, the newest entries first.
 * @param table `deleted_audit` for a deleted organization
 * @throws DomainError invalid_input (cursor)
 */
export async function listAuditEntries(
  { db, workspaceId }: Pick<WorkspaceContext, 'db' | 'workspaceId'>,
  query: ListAudit = {},
  table?: LogTable,
): Promise<z.infer<typeof AuditPage>> {
  const { cursor, limit = PAGE_SIZE, from, to, ...named } = query
  const filter = { ...named, from: from && toStoredTime(from), to: to && toStoredTime(to) }
  const page = { before: fromCursor(cursor), limit: limit + 1, table }
  const rows = await findEntryPage(db, workspaceId, filter, page)
  const items = rows.slice(0, limit).map(toEntry)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? String(last.seq) : null }
}

/** Normalizes a time, because times are compared as text: those of the audit log have milliseconds. */
const toStoredTime = (time: string): string => new Date(time).toISOString()

/** The largest value of the column in both databases. */
const MAX_SEQ = 2 ** 31 - 1

function fromCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (/^\d{1,10}$/.test(cursor) && Number(cursor) <= MAX_SEQ) return Number(cursor)
  throw invalidInput({
    path: 'cursor',
    message: 'Invalid cursor. Start from the first page.',
  })
}

function toEntry(row: NamedEntryRow): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    actor: actorFromColumns(row),
    action: AuditAction.parse(row.action),
    outcome: row.outcome,
    subjectId: row.subject_id,
    detail: JSON.parse(row.detail),
    address: row.address,
  }
}

/** Counts the entries of the last `within` milliseconds that have the action and a detail of this name. */
export async function countRecentEntries(
  trx: Trx,
  { workspaceId, clock }: Pick<WorkspaceContext, 'workspaceId' | 'clock'>,
  { action, detail, within }: { action: AuditAction; detail: string; within: number },
): Promise<number> {
  const since = new Date(clock().getTime() - within).toISOString()
  return await countEntriesSince(trx, workspaceId, { action, detail, since })
}
