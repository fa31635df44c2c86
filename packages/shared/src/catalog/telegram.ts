import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: core.telegram.org/bots/api#authorizing-your-bot and #getme; the refusals are those of the Bot API server
 * (github.com/tdlib/telegram-bot-api): 401 for a token that nobody has, 404 for what does not look like one.
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
          help: 'Write to @BotFather in Telegram: /newbot makes a bot, /mybots shows the token of one that you have. It is part of every address, so keep those to yourself.',
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
