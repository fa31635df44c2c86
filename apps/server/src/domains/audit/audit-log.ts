import { AuditAction, type AuditEntry, type AuditPage, type ListAudit } from '@stepkey/shared/audit'
import type { z } from 'zod'
import type { Db, Trx } from '../../platform/database/database.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { PAGE_SIZE } from '../../platform/paging.ts'
import type { WorkspaceContext } from '../context.ts'
import { actorFromColumns } from './actor-columns.ts'
import { findNamesFor } from './audit-search.ts'
import { countEntriesSince, findEntryPage, type LogTable, type NamedEntryRow } from './store.ts'
import { findSubjectNames } from './subject-name-table.ts'

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
  const { cursor, limit = PAGE_SIZE, from, to, search: text, ...named } = query
  const before = fromCursor(cursor)
  const search = text === undefined ? undefined : await findNamesFor(db, workspaceId, text)
  const filter = {
    ...named,
    search,
    from: from && toStoredTime(from),
    to: to && toStoredTime(to),
  }
  const rows = await findEntryPage(db, workspaceId, filter, { before, limit: limit + 1, table })
  const shown = rows.slice(0, limit)
  const names = await findNames(db, workspaceId, shown)
  const items = shown.map((row) => toEntry(row, names))
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > limit && last ? String(last.seq) : null,
    ...(search?.isLimited && { isSearchLimited: true }),
  }
}

/** Returns the name that an object had at the time of an entry, as far as the log has recorded it. */
type Names = (id: unknown, seq: number) => string | undefined

async function findNames(db: Db, workspaceId: string, rows: readonly NamedEntryRow[]): Promise<Names> {
  const ids = rows.flatMap(({ subject_id, detail }) => {
    const { name, flowId } = JSON.parse(detail)
    return [...(name === undefined ? [subject_id] : []), ...(typeof flowId === 'string' ? [flowId] : [])]
  })
  const found = Map.groupBy(
    await findSubjectNames(db, workspaceId, [...new Set(ids)]),
    ({ subject_id }) => subject_id,
  )
  return (id, seq) => {
    const names = found.get(String(id))
    return (names?.find((row) => row.seq <= seq) ?? names?.at(-1))?.name
  }
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

function toEntry(row: NamedEntryRow, names: Names): AuditEntry {
  const detail = JSON.parse(row.detail)
  const subjectName = detail.name ?? row.account_name ?? names(row.subject_id, row.seq)
  const flowName = names(detail.flowId, row.seq)
  return {
    seq: row.seq,
    at: row.at,
    actor: actorFromColumns(row),
    action: AuditAction.parse(row.action),
    outcome: row.outcome,
    subjectId: row.subject_id,
    ...(typeof subjectName === 'string' && { subjectName }),
    ...(flowName !== undefined && { flowName }),
    detail,
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
