import type { WebhookEventData } from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/connect.ts'
import type { MemberContext } from '../context.ts'
import { emit } from '../webhooks/outbox.ts'

/** Tells that an active flow, or one that was to become active, was refused because of its steps. */
export async function tellBlocked(
  trx: Trx,
  ctx: MemberContext,
  { flow, attempt, steps }: WebhookEventData<'flow.blocked'>,
): Promise<void> {
  await emit(trx, ctx, 'flow.blocked', async () => ({ flow, attempt, steps }))
}
