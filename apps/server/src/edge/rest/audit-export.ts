import { Readable } from 'node:stream'
import type { AuditEntry, ListAudit } from '@stepkey/shared/audit'
import type { FastifyReply } from 'fastify'
import type { Caller } from '../rpc/caller.ts'

/** The forms in which a trail can be taken away: their content type, and one entry as a line. */
const formats = {
  jsonl: { type: 'application/jsonl', head: '', line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n` },
  csv: {
    type: 'text/csv; charset=utf-8',
    head: 'seq,at,actor_kind,actor_id,actor_name,action,outcome,subject_id,detail,address\r\n',
    line: ({ seq, at, actor, action, outcome, subjectId, detail, address }: AuditEntry) => {
      const cells = [
        seq,
        at,
        actor.kind,
        actor.id,
        actor.name,
        action,
        outcome,
        subjectId,
        JSON.stringify(detail),
        address,
      ]
      return `${cells.map(cell).join(',')}\r\n`
    },
  },
}
export type ExportFormat = keyof typeof formats
export const isExportFormat = (name: unknown): name is ExportFormat =>
  typeof name === 'string' && Object.hasOwn(formats, name)

/**
 * Streams a whole trail, or what a filter leaves of it, the newest first, page by page: it may be longer than what
 * fits into memory. `filter` is what `audit.list` takes, as it came over HTTP: that parses it.
 * @throws what the first page throws, before anything is sent
 */
export async function exportAudit(
  rpc: Caller,
  reply: FastifyReply,
  format: ExportFormat,
  filter: NonNullable<ListAudit>,
): Promise<FastifyReply> {
  const { type, head, line } = formats[format]
  const pageAfter = (cursor: string | undefined) => rpc.audit.list({ ...filter, limit: 200, cursor })
  const first = await pageAfter(undefined)
  async function* lines() {
    yield head
    for (let page = first; ; page = await pageAfter(page.nextCursor ?? undefined)) {
      for (const entry of page.items) yield line(entry)
      if (page.nextCursor === null) return
    }
  }
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="stepkey-audit.${format}"`)
    .send(Readable.from(lines()))
}

/** RFC 4180, and harmless in a spreadsheet: text that begins like a formula gets an apostrophe. */
function cell(value: unknown): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
