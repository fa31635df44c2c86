import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: pipedrive.readme.io, “Authentication” and “Getting user data”; the vendor's OpenAPI file for refusals. */
export default defineComponent({
  id: 'pipedrive',
  title: 'Pipedrive',
  description: 'Deals, contacts and activities',
  category: 'crm',
  aliases: ['crm', 'deals', 'pipeline', 'sales'],
  docsUrl: 'https://pipedrive.readme.io/docs/core-api-concepts-authentication',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        apiToken: secret({
          label: 'API token',
          help: 'Under your picture, Personal preferences, API. It belongs to one user in one company, and may do all that this user may.',
          helpUrl: 'https://app.pipedrive.com/settings/api',
        }),
      }),
      baseUrl: 'https://api.pipedrive.com',
      place: [{ in: 'header', name: 'x-api-token', value: '{{apiToken}}' }],
      verify: {
        method: 'GET',
        path: '/v1/users/me',
        ok: {
          status: 200,
          json: [
            { at: '/success', equals: true },
            { at: '/data/id', exists: true },
          ],
        },
        identity: ['/data/company_name', '/data/email'],
      },
    },
  },
})
