import { z } from 'zod'
import { AUDIT_ACTIONS, OPERATOR_ID } from './audit-actions.ts'
import { ComponentId, Cursor, Id, PageLimit, Search, Time } from './inputs.ts'

/** The action of an audit log entry. */
export const AuditAction = z.enum(AUDIT_ACTIONS).describe('The action of an audit log entry.')
/** One action that the audit log records. */
export type AuditAction = z.infer<typeof AuditAction>

/** One entry of the audit log. */
export const AuditEntry = z
  .object({
    seq: z.int().describe('The number of the entry. Starts at 1 in each workspace and has no gaps.'),
    at: Time.describe('When the action happened, as ISO 8601 UTC time.'),
    actor: z
      .object({
        kind: z
          .enum(['person', 'api_key', 'operator', 'visitor'])
          .describe(
            '`person`: a signed-in user. `api_key`: a program with an API key. `operator`: the command line, or Stepkey itself. `visitor`: a caller who is not authenticated.',
          ),
        id: z.string().describe('The id of the account or API key, or a fixed id for the other kinds.'),
        name: z
          .string()
          .optional()
          .describe('The current name of the account or API key. Absent if it was deleted.'),
      })
      .describe('The user or program that performed the action.'),
    action: AuditAction.describe('The action that was performed or refused.'),
    outcome: z.enum(['done', 'refused']).describe('Whether the action was performed or refused.'),
    subjectId: z.string().describe('The id of the object that the action concerns.'),
    subjectName: z
      .string()
      .optional()
      .describe(
        'The name that the object had, as far as the log recorded it, or the name of the account. Also of deleted objects.',
      ),
    flowName: z
      .string()
      .optional()
      .describe('The name that the flow in `detail.flowId` had, as far as the log recorded it.'),
    detail: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .describe('Further facts, such as names and outcomes. Never contains a value of a credential.'),
    address: z
      .string()
      .nullable()
      .describe('The IP address that the request came from. Null if there was no request.'),
  })
  .describe('One entry of the audit log.')
/** One entry of the audit log. */
export type AuditEntry = z.infer<typeof AuditEntry>

const filters = {
  action: AuditAction.optional().describe('Only entries with this action.'),
  actions: z
    .array(AuditAction)
    .min(1)
    .max(AUDIT_ACTIONS.length)
    .optional()
    .describe('Only entries with one of these actions.'),
  search: Search.optional().describe(
    'Only entries in which each of these words occurs in the name of the actor, of the object (also a deleted one, and names that it had before) or of the flow that got a credential. Anywhere in a name, regardless of letter case and accents. At most 120 characters.',
  ),
  outcome: AuditEntry.shape.outcome.optional().describe('Only entries with this outcome.'),
  actorId: Id.or(z.literal(OPERATOR_ID)).optional().describe('Only entries of this actor.'),
  subjectId: ComponentId.optional().describe('Only entries that concern the object with this id.'),
  from: z.iso.datetime().optional().describe('Only entries from this ISO 8601 UTC time on.'),
  to: z.iso.datetime().optional().describe('Only entries before this ISO 8601 UTC time.'),
}

/** Input of `audit.list`. */
export const ListAudit = z
  .object({
    ...filters,
    cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
    limit: PageLimit.optional().describe('The maximum number of entries per page, 1 to 200. Defaults to 50.'),
  })
  .optional()
  .describe('Filters and paging for the audit log.')
/** Input of `audit.list`. */
export type ListAudit = z.infer<typeof ListAudit>

/** Query of `GET /audit/export`. */
export const ExportAudit = z
  .object({
    format: z.enum(['csv', 'jsonl']).describe('CSV for spreadsheets, or one JSON object per line.'),
    ...filters,
  })
  .describe('The format and the filters of an export of the audit log.')

/** One page of audit log entries, newest first. */
export const AuditPage = z
  .object({
    items: z.array(AuditEntry).describe('The entries, newest first.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
    isSearchLimited: z
      .literal(true)
      .optional()
      .describe(
        'The search matches more names than are searched: only entries with the newest 100 of them are found. Search for more words.',
      ),
  })
  .describe('One page of audit log entries, newest first.')

/**
 * The result of verifying the hash chain of the audit log. Entries that were removed from the end together with the
 * head are found by comparison with the heads that the server writes to `AUDIT_HEADS_FILE`.
 */
export const AuditVerified = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('intact').describe('The hash chain is intact.'),
        rows: z.int().describe('The number of verified entries.'),
        head: z
          .object({
            seq: z.int().describe('The number of the last entry.'),
            mac: z.string().describe('The message authentication code (MAC) of the last entry.'),
          })
          .describe('The last entry. Store it outside Stepkey to detect removed entries later.'),
        storedHead: z
          .object({
            seq: z.int().describe('The number of the entry that was the last one at that time.'),
            at: Time.describe('When the head was stored, as ISO 8601 UTC time.'),
          })
          .describe('A head that was stored outside the database.')
          .nullable()
          .describe(
            'The newest head that the server had stored outside the database, and that the log matches. Null if there is none, so removed entries at the end could not be detected.',
          ),
      })
      .describe('The hash chain is intact.'),
    z
      .object({
        outcome: z.literal('broken').describe('The hash chain is broken.'),
        seq: z.int().describe('The number of the first entry that does not match the chain.'),
        reason: z
          .enum(['changed', 'missing', 'cut_off', 'replaced'])
          .describe(
            '`changed`: the entry was modified. `missing`: an entry was removed in between. `cut_off`: entries at the end were removed. `replaced`: the entries up to this one differ from those whose head was stored outside the database.',
          ),
        lastSeq: z
          .int()
          .optional()
          .describe('With `cut_off`: the number of the last entry that is known to be missing.'),
      })
      .describe('The hash chain is broken.'),
  ])
  .describe('The result of verifying the hash chain of the audit log.')
/** The result of verifying the hash chain of the audit log. */
export type AuditVerified = z.infer<typeof AuditVerified>
