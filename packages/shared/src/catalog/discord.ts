import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: discord.com/developers/docs/reference#authentication and #user-agent, /resources/user#get-current-user. Other
 * names than DiscordBot may be turned away before anybody looks at the token.
 */
export default defineComponent({
  id: 'discord',
  title: 'Discord',
  description: 'Messages, channels and members of servers, as a bot',
  category: 'communication',
  aliases: ['bot', 'chat', 'guild', 'server'],
  docsUrl: 'https://discord.com/developers/docs/reference#authentication',
  icon: 'discord',
  methods: {
    botToken: {
      title: 'Bot token',
      fields: z.object({
        token: secret({
          label: 'Bot token',
          help: 'In the Developer Portal, open your application, then Bot, Reset Token. What the bot may do is decided by its role on each server.',
          helpUrl: 'https://discord.com/developers/applications',
          placeholder: 'MTk4NjIy…',
        }),
      }),
      baseUrl: 'https://discord.com/api/v10',
      place: [{ in: 'header', name: 'authorization', value: 'Bot {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/@me',
        headers: { 'user-agent': 'DiscordBot (Stepkey, 1)' },
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: '/username',
      },
    },
  },
})
