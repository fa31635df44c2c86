import { NOTICE_KINDS, type NoticeSettings, type SetNotices } from '@stepkey/shared/notice'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { findSetting, upsertSetting } from './recipient-table.ts'

/** Returns what the signed-in user is told of in the workspace. */
export async function getNoticeSettings({
  db,
  config,
  workspaceId,
  actor,
}: WorkspaceContext): Promise<NoticeSettings> {
  const setting = await findSetting(db, workspaceId, actor.id)
  if (!setting) throw notFound('member')
  const { delivery, kinds, isDefault, email } = setting
  return {
    delivery,
    kinds,
    isDefault,
    email,
    canSend: config.mail !== undefined,
    delaySeconds: config.noticeDelay,
  }
}

/** Sets what the signed-in user is told of. A new delivery applies to what happens from now on. */
export async function setNoticeSettings(
  ctx: WorkspaceContext,
  { delivery, kinds }: SetNotices,
): Promise<NoticeSettings> {
  const { db, workspaceId, actor, clock } = ctx
  await transact(db, async (trx) => {
    const before = await findSetting(trx, workspaceId, actor.id)
    if (!before) throw notFound('member')
    await upsertSetting(trx, {
      workspace_id: workspaceId,
      account_id: actor.id,
      delivery,
      kinds: JSON.stringify(NOTICE_KINDS.filter((kind) => kinds.includes(kind))),
      since: before.delivery === delivery ? before.since : clock().toISOString(),
    })
  })
  return await getNoticeSettings(ctx)
}
