import {
  CHANNEL_LIMIT,
  type ChatChannel,
  type ChatChannelTested,
  type CreateChatChannel,
  NOTICE_KINDS,
  type NoticeKind,
  type UpdateChatChannel,
} from '@stepkey/shared/notice'
import type { ChatChannelRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireDeliveryAddress } from '../webhooks/delivery-address.ts'
import { sealAddress } from './chat-address.ts'
import * as store from './chat-channel-table.ts'
import { testBody } from './chat-message.ts'
import { cancelMessages } from './notice-message-table.ts'
import { postToChat } from './post-to-chat.ts'

/** Returns the chat channels of the workspace, the oldest first. */
export async function listChatChannels({ db, workspaceId }: WorkspaceContext): Promise<ChatChannel[]> {
  return (await store.findChannels(db, workspaceId)).map(toChannel)
}

/**
 * Creates a chat channel. Its URL is stored sealed.
 * @throws DomainError invalid_input (url), limit_reached
 */
export async function createChatChannel(
  ctx: WorkspaceContext,
  { name, format, url, delivery, kinds }: CreateChatChannel,
): Promise<ChatChannel> {
  const { db, config, keyring, clock, workspaceId } = ctx
  requireDeliveryAddress(config, url)
  const now = clock().toISOString()
  const identity = { id: newId(), workspace_id: workspaceId, seal_version: 1 }
  const row: ChatChannelRow = {
    ...identity,
    name,
    format,
    host: new URL(url).host,
    sealed: await sealAddress(keyring, identity, url),
    delivery,
    kinds: toColumn(kinds),
    since: now,
    is_enabled: 1,
    disabled_reason: null,
    failing_since: null,
    last_sent_at: null,
    created_at: now,
    updated_at: now,
  }
  await transact(db, async (trx) => {
    await store.insertChannel(trx, row)
    await writeAuditEntry(trx, ctx, 'chat_channel.created', row.id, { name, format, host: row.host })
    // Counted under the lock of the audit log, so that concurrent requests can't exceed the limit.
    if ((await store.findChannels(trx, workspaceId)).length > CHANNEL_LIMIT) throw tooMany()
  })
  return toChannel(row)
}

const tooMany = () =>
  new DomainError(
    'limit_reached',
    `A workspace can have at most ${CHANNEL_LIMIT} chat channels. Delete one that you no longer need.`,
  )

/**
 * Changes a chat channel. Enabling it, or a new URL, resets its failures; disabling it cancels its unsent messages.
 * @throws DomainError not_found, invalid_input (url), or conflict if the URL was changed concurrently
 */
export async function updateChatChannel(
  ctx: WorkspaceContext,
  { channelId, url, kinds, isEnabled, ...columns }: UpdateChatChannel,
): Promise<ChatChannel> {
  const { db, config, clock, workspaceId } = ctx
  if (url !== undefined) requireDeliveryAddress(config, url)
  const address = url === undefined ? undefined : await newAddress(ctx, channelId, url)
  const now = clock().toISOString()
  const row = await transact(db, async (trx) => {
    const before = await store.lockChannel(trx, workspaceId, channelId)
    if (!before) throw notFound('chat channel')
    if (address && address.seal_version !== before.seal_version + 1) {
      throw new DomainError('conflict', 'Another member has just changed this channel. Try again.')
    }
    const isNew = (columns.delivery ?? before.delivery) !== before.delivery
    const change: Partial<ChatChannelRow> = {
      ...columns,
      ...(kinds !== undefined && { kinds: toColumn(kinds) }),
      ...(isEnabled !== undefined && { is_enabled: Number(isEnabled), disabled_reason: null }),
      ...address,
      ...((isEnabled === true || address) && { failing_since: null }),
      ...((isNew || (isEnabled === true && before.is_enabled === 0)) && { since: now }),
      updated_at: now,
    }
    await store.updateChannelRow(trx, channelId, change)
    if (isEnabled === false) await cancelMessages(trx, channelId)
    const after = { ...before, ...change }
    const { name, host } = after
    await writeAuditEntry(trx, ctx, 'chat_channel.updated', channelId, {
      name,
      host,
      isEnabled: after.is_enabled === 1,
    })
    return after
  })
  return toChannel(row)
}

/** Seals a new URL for a channel. @throws DomainError not_found */
async function newAddress({ db, keyring, workspaceId }: WorkspaceContext, id: string, url: string) {
  const before = await store.findChannel(db, workspaceId, id)
  if (!before) throw notFound('chat channel')
  const seal_version = before.seal_version + 1
  const sealed = await sealAddress(keyring, { id, workspace_id: workspaceId, seal_version }, url)
  return { sealed, seal_version, host: new URL(url).host }
}

/** Deletes a chat channel with its messages. @throws DomainError not_found */
export async function removeChatChannel(
  ctx: WorkspaceContext,
  channelId: string,
): Promise<{ outcome: 'deleted' }> {
  return await transact(ctx.db, async (trx) => {
    const deleted = await store.deleteChannel(trx, ctx.workspaceId, channelId)
    if (!deleted) throw notFound('chat channel')
    await writeAuditEntry(trx, ctx, 'chat_channel.deleted', channelId, { name: deleted.name })
    return { outcome: 'deleted' }
  })
}

/** Sends a test message now, also to a disabled channel, and returns what the chat answered. @throws DomainError not_found */
export async function testChatChannel(ctx: WorkspaceContext, channelId: string): Promise<ChatChannelTested> {
  const { db, workspaceId, config } = ctx
  const channel = await store.findChannel(db, workspaceId, channelId)
  if (!channel) throw notFound('chat channel')
  const body = testBody(channel.format, `${config.publicUrl}/w/${workspaceId}/settings/notices`)
  const result = await postToChat(ctx, channel, { id: newId(), body })
  const { name } = channel
  await transact(db, (trx) =>
    writeAuditEntry(trx, ctx, 'chat_channel.tested', channelId, { name, outcome: result.outcome }),
  )
  if (result.outcome === 'sent') return { outcome: 'sent' }
  return { outcome: 'not_sent', problem: result.problem, httpStatus: result.status ?? null }
}

const toColumn = (kinds: readonly NoticeKind[]): string =>
  JSON.stringify(NOTICE_KINDS.filter((kind) => kinds.includes(kind)))

const toChannel = (row: ChatChannelRow): ChatChannel => ({
  id: row.id,
  name: row.name,
  format: row.format,
  host: row.host,
  delivery: row.delivery,
  kinds: JSON.parse(row.kinds) as NoticeKind[],
  isEnabled: row.is_enabled === 1,
  disabledReason: row.disabled_reason,
  failingSince: row.failing_since,
  lastSentAt: row.last_sent_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
