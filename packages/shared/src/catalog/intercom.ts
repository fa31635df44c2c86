import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/** Source: developers.intercom.com, “Identify an admin”, “Authentication” and “Regional hosting”. */
export default defineComponent({
  id: 'intercom',
  title: 'Intercom',
  description: 'Conversations, contacts and help centre',
  category: 'support',
  aliases: ['chat', 'messenger', 'helpdesk', 'fin', 'conversations'],
  docsUrl: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
  icon: 'intercom',
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        region: choice({
          label: 'Region',
          help: 'Where your workspace is hosted.',
          options: { api: 'United States', 'api.eu': 'Europe', 'api.au': 'Australia' },
        }).default('api'),
        token: secret({
          label: 'Access token',
          help: 'Of your app in the Developer Hub, under Configure, Authentication.',
          helpUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
          placeholder: 'dG9rOi…',
        }),
      }),
      baseUrl: 'https://{{region}}.intercom.io',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/me',
        ok: {
          status: 200,
          json: [
            { at: '/type', equals: 'admin' },
            { at: '/id', exists: true },
          ],
        },
        rejected: [{ status: 401, because: 'key_or_region' }],
        identity: ['/app/name', '/email'],
      },
    },
  },
})
