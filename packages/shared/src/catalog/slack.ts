import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.slack.dev/reference/methods/auth.test, which needs no scope and is always answered with 200. */
export default defineComponent({
  id: 'slack',
  title: 'Slack',
  description: 'Messages, channels and files',
  category: 'communication',
  aliases: ['chat', 'messages', 'bot', 'channels', 'workspace'],
  docsUrl: 'https://docs.slack.dev/authentication/tokens',
  methods: {
    token: {
      title: 'Bot or user token',
      fields: z.object({
        token: secret({
          label: 'Token',
          help: 'The bot token (xoxb-…) or the user token (xoxp-…) of your app: under OAuth & Permissions, after it was installed to the workspace.',
          helpUrl: 'https://api.slack.com/apps',
          placeholder: 'xoxb-…',
        }),
      }),
      baseUrl: 'https://slack.com/api',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'POST',
        path: '/auth.test',
        ok: {
          status: 200,
          json: [
            { at: '/ok', equals: true },
            { at: '/team_id', exists: true },
          ],
        },
        rejected: [
          {
            status: 200,
            json: [
              { at: '/ok', equals: false },
              {
                at: '/error',
                oneOf: ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
              },
            ],
          },
        ],
        forbidden: [
          {
            status: 200,
            json: [
              { at: '/ok', equals: false },
              {
                at: '/error',
                oneOf: ['missing_scope', 'no_permission', 'access_denied', 'not_allowed_token_type'],
              },
            ],
          },
        ],
        identity: ['/team', '/user'],
        scopes: { header: 'x-oauth-scopes' },
        // Only tokens that are rotated end.
        expires: { at: '/expires_in', as: 'lifetime' },
      },
    },
  },
})
