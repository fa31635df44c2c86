import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/** Source: docs.mattermost.com/api, “Get a user” with `me`, and “Authentication” there. */
export default defineComponent({
  id: 'mattermost',
  title: 'Mattermost',
  description: 'Team chat, self-hosted or in the cloud',
  category: 'communication',
  aliases: ['chat', 'team', 'messages', 'bot'],
  docsUrl: 'https://developers.mattermost.com/integrate/reference/personal-access-token/',
  icon: 'mattermost',
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        url: url({
          label: 'Address',
          help: 'The URL of your Mattermost server.',
          placeholder: 'https://acme.cloud.mattermost.com',
        }),
        token: secret({
          label: 'Access token',
          help: 'The token of a bot account (Integrations, Bot Accounts), or a personal access token (Profile, Security).',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/v4/users/me',
        ok: {
          status: 200,
          json: [
            { at: '/id', exists: true },
            { at: '/username', exists: true },
          ],
        },
        identity: ['/username', '/email'],
      },
    },
  },
})
