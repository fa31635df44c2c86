import type { Trx } from '../database/connect.ts'
import { newId } from '../ids.ts'

/** What is recorded. Details name things; they never hold values of a credential. */
export type AuditAction =
  | 'credential.created'
  | 'credential.updated'
  | 'credential.verified'
  | 'credential.deleted'
  | 'flow.created'
  | 'flow.saved'
  | 'flow.activated'
  | 'flow.deactivated'
  | 'flow.deleted'

/** Who does something, where and when. */
interface Actor {
  workspaceId: string
  accountId: string
  clock: () => Date
}

/** Writes the audit row in the very transaction that it tells of. */
export async function record(
  trx: Trx,
  { workspaceId, accountId, clock }: Actor,
  action: AuditAction,
  subjectId: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      id: newId(),
      workspace_id: workspaceId,
      account_id: accountId,
      action,
      subject_id: subjectId,
      detail: JSON.stringify(detail),
      at: clock().toISOString(),
    })
    .execute()
}
