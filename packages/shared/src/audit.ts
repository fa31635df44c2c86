import { z } from 'zod'
import { AUDIT_ACTIONS, OPERATOR_ID } from './audit-actions.ts'
import { Cursor, Id, PageLimit } from './inputs.ts'

export const AuditAction = z.enum(AUDIT_ACTIONS)
export type AuditAction = z.infer<typeof AuditAction>

export const AuditEntry = z.object({
  /** Counts up from 1 in each workspace, without gaps. */
  seq: z.int(),
  at: z.string(),
  actor: z.object({
    kind: z.enum(['person', 'api_key', 'operator', 'visitor']),
    id: z.string(),
    /** As it is called now; absent when it is gone. */
    name: z.string().optional(),
  }),
  action: AuditAction,
  outcome: z.enum(['done', 'refused']),
  subjectId: z.string(),
  /** Names and outcomes; never a value of a credential. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Where the request came from. */
  address: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const ListAudit = z
  .object({
    action: AuditAction.optional(),
    outcome: AuditEntry.shape.outcome.optional(),
    actorId: Id.or(z.literal(OPERATOR_ID)).optional(),
    subjectId: Id.optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    cursor: Cursor.optional(),
    limit: PageLimit.optional(),
  })
  .optional()
export type ListAudit = z.infer<typeof ListAudit>
/** The newest first. */
export const AuditPage = z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() })

/**
 * Whether the trail is as it was written. `head` names its last row: only a copy of it kept elsewhere can show that
 * rows were cut off at the end.
 */
export const AuditVerified = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('intact'),
    rows: z.int(),
    head: z.object({ seq: z.int(), mac: z.string() }),
  }),
  z.object({
    outcome: z.literal('broken'),
    /** The first row that is not as it was written. */
    seq: z.int(),
    reason: z.enum(['changed', 'missing', 'cut_off']),
  }),
])
export type AuditVerified = z.infer<typeof AuditVerified>
