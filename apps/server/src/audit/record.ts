import type { MemberContext } from '../context.ts'
import type { Trx } from '../database/connect.ts'
import { newId } from '../ids.ts'

/** What is recorded. Details name things; they never hold values of a credential. */
export type AuditAction =
  | 'credential.created'
  | 'credential.updated'
  | 'credential.verified'
  | 'credential.deleted'
  | 'credential.issued'
  | 'api_key.created'
  | 'api_key.revoked'
  | 'flow.created'
  | 'flow.saved'
  | 'flow.activated'
  | 'flow.deactivated'
  | 'flow.deleted'

/** Writes the audit row in the very transaction that it tells of. */
export async function record(
  trx: Trx,
  { workspaceId, actor, clock }: Pick<MemberContext, 'workspaceId' | 'actor' | 'clock'>,
  action: AuditAction,
  subjectId: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      id: newId(),
      workspace_id: workspaceId,
      actor_kind: actor.kind,
      actor_id: actor.id,
      action,
      subject_id: subjectId,
      detail: JSON.stringify(detail),
      at: clock().toISOString(),
    })
    .execute()
}
