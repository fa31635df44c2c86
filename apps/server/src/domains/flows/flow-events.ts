import type { WebhookEventData } from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/database.ts'
import type { WorkspaceContext } from '../context.ts'
import { emitEvent } from '../webhooks/outbox.ts'

/** Emits `flow.blocked`: a flow could not be activated, or an active flow could not be saved, because of its steps. */
export async function emitFlowBlocked(
  trx: Trx,
  ctx: WorkspaceContext,
  { flow, attempt, steps }: WebhookEventData<'flow.blocked'>,
): Promise<void> {
  await emitEvent(trx, ctx, 'flow.blocked', async () => ({ flow, attempt, steps }))
}
