import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/@me',
  headers: { 'user-agent': 'DiscordBot (Stepkey, 1)' },
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: '/username',
} satisfies HttpCheck

/**
 * Source: discord.com/developers/docs/reference#authentication and #user-agent,
 * /resources/user#get-current-user and /topics/oauth2. Requests with a user agent other than DiscordBot may
 * be rejected before the token is checked.
 */
export default defineComponent({
  id: 'discord',
  title: 'Discord',
  description: 'Messages, channels and members of servers',
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
          help: 'In the Developer Portal, open your application, then Bot, Reset Token. The role of the bot on each server determines its permissions.',
          helpUrl: 'https://discord.com/developers/applications',
          placeholder: 'MTk4NjIy…',
        }),
      }),
      baseUrl: 'https://discord.com/api/v10',
      place: [{ in: 'header', name: 'authorization', value: 'Bot {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Discord',
      fields: z.object({
        scopes: scopes({
          options: {
            email: 'See your e-mail address',
            guilds: 'See your servers',
            'guilds.members.read': 'See your member profile on each server',
            'guilds.join': 'Add you to servers',
            connections: 'See your linked accounts',
            'webhook.incoming': 'Create a webhook for one channel',
            bot: 'Add the bot of the app to a server',
            'applications.commands': 'Add commands to a server',
          },
        }).default(['guilds']),
      }),
      baseUrl: 'https://discord.com/api/v10',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://discord.com/oauth2/authorize',
        url: 'https://discord.com/api/oauth2/token',
        clientAuth: 'basic',
        // Discord supports PKCE only for public clients.
        pkce: false,
        scope: 'identify {{scopes}}',
        revoke: { reach: 'account', url: 'https://discord.com/api/oauth2/token/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
