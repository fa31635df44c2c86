import {
  ChatChannel,
  ChatChannelRef,
  ChatChannelRemoved,
  ChatChannelTested,
  CreateChatChannel,
  NoticeSettings,
  SetNotices,
  UpdateChatChannel,
} from '@stepkey/shared/notice'
import { z } from 'zod'
import * as channels from '../../domains/notices/chat-channels.ts'
import { getNoticeSettings, setNoticeSettings } from '../../domains/notices/notice-settings.ts'
import { may, mayConfirmed } from './procedure.ts'
import { router } from './trpc.ts'

/** What the signed-in user is told of. API keys can't call these procedures, because no scope has the permission. */
export const noticesRouter = router({
  get: may('people')
    .output(NoticeSettings)
    .query(({ ctx }) => getNoticeSettings(ctx)),

  set: may('people')
    .input(SetNotices)
    .output(NoticeSettings)
    .mutation(({ ctx, input }) => setNoticeSettings(ctx, input)),
})

/** Chat channels. API keys can't call these procedures, because no scope has the permission. */
export const chatChannelsRouter = router({
  list: may('webhooks')
    .output(z.array(ChatChannel))
    .query(({ ctx }) => channels.listChatChannels(ctx)),

  create: mayConfirmed('webhooks')
    .input(CreateChatChannel)
    .output(ChatChannel)
    .mutation(({ ctx, input }) => channels.createChatChannel(ctx, input)),

  update: mayConfirmed('webhooks', ({ url }: UpdateChatChannel) => url !== undefined)
    .input(UpdateChatChannel)
    .output(ChatChannel)
    .mutation(({ ctx, input }) => channels.updateChatChannel(ctx, input)),

  remove: may('webhooks')
    .input(ChatChannelRef)
    .output(ChatChannelRemoved)
    .mutation(({ ctx, input }) => channels.removeChatChannel(ctx, input.channelId)),

  test: may('webhooks')
    .input(ChatChannelRef)
    .output(ChatChannelTested)
    .mutation(({ ctx, input }) => channels.testChatChannel(ctx, input.channelId)),
})
