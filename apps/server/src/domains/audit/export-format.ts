import type { AuditEntry } from '@stepkey/shared/audit'
import { csvLine } from '@stepkey/shared/csv'

/** The export formats: content type, first line, and one entry as a line. */
export const exportFormats = {
  jsonl: { type: 'application/jsonl', head: '', line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n` },
  csv: {
    type: 'text/csv; charset=utf-8',
    head: 'seq,at,actor_kind,actor_id,actor_name,action,outcome,subject_id,detail,address\r\n',
    line: ({ seq, at, actor, action, outcome, subjectId, detail, address }: AuditEntry) => {
      const { kind, id, name } = actor
      return csvLine([seq, at, kind, id, name, action, outcome, subjectId, JSON.stringify(detail), address])
    },
  },
}
