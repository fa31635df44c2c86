import type { WebhookEventData } from '@stepkey/shared/webhook'
import type { MemberContext } from '../context.ts'
import type { Trx } from '../database/connect.ts'
import { emit } from '../webhooks/emit.ts'

/** Tells that an active flow, or one that was to become active, was refused because of its steps. */
export async function tellBlocked(
  trx: Trx,
  ctx: MemberContext,
  { flow, attempt, steps }: WebhookEventData<'flow.blocked'>,
): Promise<void> {
  await emit(trx, ctx, 'flow.blocked', async () => ({ flow, attempt, steps }))
}
