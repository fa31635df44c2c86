import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.calendly.com/how-to-authenticate-with-personal-access-tokens and /api-docs, “Get current user”. */
export default defineComponent({
  id: 'calendly',
  title: 'Calendly',
  description: 'Appointments and event types',
  category: 'productivity',
  aliases: ['calendar', 'scheduling', 'meetings', 'booking'],
  docsUrl: 'https://developer.calendly.com/how-to-authenticate-with-personal-access-tokens',
  icon: 'calendly',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'Under Integrations & apps, API and webhooks. It is shown once, and may do everything that you may.',
          helpUrl: 'https://calendly.com/integrations/api_webhooks',
          placeholder: 'eyJraWQi…',
        }),
      }),
      baseUrl: 'https://api.calendly.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/resource/uri', exists: true }] },
        identity: ['/resource/email', '/resource/name'],
      },
    },
  },
})
