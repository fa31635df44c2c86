import { Readable } from 'node:stream'
import { type AuditEntry, type AuditPage, ExportAudit } from '@stepkey/shared/audit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { readVersionBasis } from './etag.ts'
import { readIdempotencyKey } from './idempotency.ts'
import { readInput } from './read-input.ts'

/** The export formats: content type, first line, and one entry as a line. */
const formats = {
  jsonl: { type: 'application/jsonl', head: '', line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n` },
  csv: {
    type: 'text/csv; charset=utf-8',
    head: 'seq,at,actor_kind,actor_id,actor_name,action,outcome,subject_id,detail,address\r\n',
    line: ({ seq, at, actor, action, outcome, subjectId, detail, address }: AuditEntry) => {
      const { kind, id, name } = actor
      const cells = [seq, at, kind, id, name, action, outcome, subjectId, JSON.stringify(detail), address]
      return `${cells.map(toCell).join(',')}\r\n`
    },
  },
}

/** Entries per page of the export. */
const PAGE = 200
const list = findProcedure('audit.list')

/**
 * Streams the audit log, filtered like `audit.list`, newest first. Reads it page by page, because it can be larger than
 * the memory.
 * @throws DomainError the errors of `audit.list`, before anything is sent
 */
export async function exportAudit(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const readQuery = () => {
    refuseConditions(request)
    return parseStrictly(ExportAudit, readInput(request, { method: 'GET' }, ExportAudit).raw)
  }
  const readPage = async (cursor?: string) => {
    const read = () => {
      const { format: _, ...filter } = readQuery()
      return { raw: { ...filter, limit: PAGE, cursor } }
    }
    const page = await execute(list, { name: 'audit.list', request: context, read })
    return page as z.output<typeof AuditPage>
  }
  const first = await readPage()
  const { format } = readQuery()
  const { type, head, line } = formats[format]
  async function* lines() {
    yield head
    for (let page = first; ; page = await readPage(page.nextCursor ?? undefined)) {
      for (const entry of page.items) yield line(entry)
      if (page.nextCursor === null) return
    }
  }
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="stepkey-audit.${format}"`)
    .send(Readable.from(lines()))
}

/** Refuses headers that would be ignored. @throws DomainError invalid_input */
function refuseConditions(request: FastifyRequest): void {
  const route = { method: 'GET' } as const
  readVersionBasis(request, route, undefined)
  readIdempotencyKey(request, {})
}

/** Returns a cell by RFC 4180. Text that a spreadsheet would execute as a formula gets a leading apostrophe. */
function toCell(value: unknown): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
