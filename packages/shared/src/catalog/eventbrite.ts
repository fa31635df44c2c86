import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: eventbrite.com/platform/docs/authentication and /platform/api, “Retrieve information about your user account”. */
export default defineComponent({
  id: 'eventbrite',
  title: 'Eventbrite',
  description: 'Events, tickets and attendees',
  category: 'marketing',
  aliases: ['events', 'tickets', 'attendees'],
  docsUrl: 'https://www.eventbrite.com/platform/docs/authentication',
  methods: {
    token: {
      title: 'Private token',
      fields: z.object({
        token: secret({
          label: 'Private token',
          help: 'In your account settings under Developer links, API keys. It may do everything that your account may.',
          helpUrl: 'https://www.eventbrite.com/platform/api-keys',
        }),
      }),
      baseUrl: 'https://www.eventbriteapi.com/v3',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me/',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/emails/0/email', '/name'],
      },
    },
  },
})
