import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/me/',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/emails/0/email', '/name'],
} satisfies HttpCheck

/**
 * Source: eventbrite.com/platform/docs/authentication and /platform/api, “Retrieve information about your
 * user account”. There are no scopes, and tokens do not expire.
 */
export default defineComponent({
  id: 'eventbrite',
  title: 'Eventbrite',
  description: 'Events, tickets and attendees',
  category: 'marketing',
  aliases: ['events', 'tickets', 'attendees'],
  docsUrl: 'https://www.eventbrite.com/platform/docs/authentication',
  icon: 'eventbrite',
  methods: {
    token: {
      title: 'Private token',
      fields: z.object({
        token: secret({
          label: 'Private token',
          help: 'In your account settings under Developer links, API keys. It has all permissions of your account.',
          helpUrl: 'https://www.eventbrite.com/platform/api-keys',
        }),
      }),
      baseUrl: 'https://www.eventbriteapi.com/v3',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Eventbrite',
      fields: z.object({}),
      baseUrl: 'https://www.eventbriteapi.com/v3',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.eventbrite.com/oauth/authorize',
        url: 'https://www.eventbrite.com/oauth/token',
        clientAuth: 'body',
        // Eventbrite documents no PKCE.
        pkce: false,
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
