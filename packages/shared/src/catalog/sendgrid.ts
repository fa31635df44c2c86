import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: twilio.com/docs/sendgrid/api-reference, “Retrieve a list of scopes for which this user has access”.
 */
export default defineComponent({
  id: 'sendgrid',
  title: 'SendGrid',
  description: 'Transactional and marketing e-mail',
  category: 'email',
  aliases: ['twilio', 'smtp', 'transactional email', 'mail api', 'newsletter'],
  docsUrl: 'https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/authentication',
  icon: 'sendgrid',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        region: choice({
          label: 'Region',
          help: 'Europe is for keys of subusers that were created there.',
          options: { api: 'Global', 'api.eu': 'Europe' },
        }).default('api'),
        apiKey: secret({
          label: 'API key',
          help: 'Under Settings, API Keys. Give it only the access that your flows need, such as sending mail.',
          helpUrl: 'https://app.sendgrid.com/settings/api_keys',
          placeholder: 'SG.…',
        }),
      }),
      baseUrl: 'https://{{region}}.sendgrid.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/v3/scopes',
        ok: { status: 200, json: [{ at: '/scopes', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        scopes: { at: '/scopes' },
      },
    },
  },
})
