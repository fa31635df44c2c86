import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: documentation.mailgun.com/docs/mailgun/api-reference, “Base URL”, “Authentication” and “Get
 * domains”.
 */
export default defineComponent({
  id: 'mailgun',
  title: 'Mailgun',
  description: 'Transactional e-mail',
  category: 'email',
  aliases: ['sinch', 'smtp', 'transactional email', 'mail api'],
  docsUrl: 'https://documentation.mailgun.com/docs/mailgun/api-reference/authentication',
  icon: 'mailgun',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        region: choice({
          label: 'Region',
          help: 'The region in which your sending domains were created.',
          options: { api: 'United States', 'api.eu': 'Europe' },
        }).default('api'),
        apiKey: secret({
          label: 'API key',
          help: 'A key of the account, in the settings under API security. Keys of a single domain can only send and are rejected here.',
          helpUrl: 'https://app.mailgun.com/settings/api_security',
        }),
      }),
      baseUrl: 'https://{{region}}.mailgun.net',
      place: [{ in: 'basic', user: 'api', password: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/v4/domains?limit=1',
        ok: { status: 200, json: [{ at: '/items', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: '/items/0/name',
      },
    },
  },
})
