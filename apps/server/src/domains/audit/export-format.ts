import type { AuditEntry } from '@stepkey/shared/audit'

/** The export formats: content type, first line, and one entry as a line. */
export const exportFormats = {
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

/** Returns a cell by RFC 4180. Text that a spreadsheet would execute as a formula gets a leading apostrophe. */
function toCell(value: unknown): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
