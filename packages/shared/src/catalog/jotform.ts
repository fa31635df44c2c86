import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/** Source: api.jotform.com/docs, “Authentication” and “user”. Responses repeat the status as responseCode. */
export default defineComponent({
  id: 'jotform',
  title: 'Jotform',
  description: 'Forms and submissions',
  category: 'marketing',
  aliases: ['forms', 'survey', 'submissions'],
  docsUrl: 'https://api.jotform.com/docs/',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        server: choice({
          label: 'Server',
          help: 'Accounts with data in Europe and HIPAA accounts use separate servers.',
          options: {
            'api.jotform.com': 'Jotform',
            'eu-api.jotform.com': 'Jotform in Europe',
            'hipaa-api.jotform.com': 'Jotform HIPAA',
          },
        }).default('api.jotform.com'),
        apiKey: secret({
          label: 'API key',
          help: 'In your account under Settings, API. Give it full access only if your flows change forms or submissions.',
          helpUrl: 'https://www.jotform.com/myaccount/api',
        }),
      }),
      baseUrl: 'https://{{server}}',
      place: [{ in: 'header', name: 'apikey', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: {
          status: 200,
          json: [
            { at: '/responseCode', equals: 200 },
            { at: '/content/username', exists: true },
          ],
        },
        rejected: [
          { status: 401, reason: 'key_or_region' },
          { json: [{ at: '/responseCode', equals: 401 }], reason: 'key_or_region' },
        ],
        identity: ['/content/email', '/content/username'],
      },
    },
  },
})
