import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: core.telegram.org/bots/api#authorizing-your-bot and #getme; the errors are those of the Bot API
 * server (github.com/tdlib/telegram-bot-api): 401 for an unknown token, 404 for text that does not have the
 * format of one.
 */
export default defineComponent({
  id: 'telegram',
  title: 'Telegram',
  description: 'Messages and chats, as a bot',
  category: 'communication',
  aliases: ['bot', 'chat', 'botfather'],
  docsUrl: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  icon: 'telegram',
  methods: {
    botToken: {
      title: 'Bot token',
      fields: z.object({
        token: secret({
          label: 'Bot token',
          help: 'Send a message to @BotFather in Telegram: /newbot creates a bot, /mybots shows the token of an existing bot. The token is part of every URL, so keep these URLs confidential.',
          helpUrl: 'https://t.me/BotFather',
          placeholder: '123456789:AA…',
        }),
      }),
      baseUrl: 'https://api.telegram.org/bot{{token}}',
      place: [],
      verify: {
        method: 'GET',
        path: '/getMe',
        ok: {
          status: 200,
          json: [
            { at: '/ok', equals: true },
            { at: '/result/id', exists: true },
          ],
        },
        rejected: [{ status: [401, 404], json: [{ at: '/ok', equals: false }] }],
        identity: ['/result/username', '/result/first_name'],
      },
    },
  },
})
