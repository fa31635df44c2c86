import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: coda.io/developers/apis/v1, “Authentication” and “Get user info”. */
export default defineComponent({
  id: 'coda',
  title: 'Coda',
  description: 'Documents, tables and rows',
  category: 'productivity',
  aliases: ['docs', 'tables', 'documents', 'superhuman docs'],
  docsUrl: 'https://coda.io/developers/apis/v1',
  icon: 'coda',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'In your account settings under API settings. Restrict it to the documents that your flows need.',
          helpUrl: 'https://coda.io/account',
        }),
      }),
      baseUrl: 'https://coda.io/apis/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/whoami',
        ok: { status: 200, json: [{ at: '/name', exists: true }] },
        identity: ['/loginId', '/name'],
      },
    },
  },
})
