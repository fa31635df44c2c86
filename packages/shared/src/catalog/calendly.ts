import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/resource/uri', exists: true }] },
  identity: ['/resource/email', '/resource/name'],
} satisfies HttpCheck

/**
 * Source: developer.calendly.com/how-to-authenticate-with-personal-access-tokens, /api-docs, “Get current
 * user”, “Get access token” and “Revoke access/refresh token”, and /docs/authentication/scopes.
 */
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
          help: 'Under Integrations & apps, API and webhooks. Shown only once. It has all of your permissions.',
          helpUrl: 'https://calendly.com/integrations/api_webhooks',
          placeholder: 'eyJraWQi…',
        }),
      }),
      baseUrl: 'https://api.calendly.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Calendly',
      fields: z.object({
        scopes: scopes({
          options: {
            'event_types:read': 'Read event types',
            'event_types:write': 'Create and change event types',
            'scheduled_events:read': 'Read events and invitees',
            'scheduled_events:write': 'Book and cancel events',
            'availability:read': 'See the availability of people',
            'availability:write': 'Change the availability of people',
            'scheduling_links:write': 'Create scheduling links',
            'routing_forms:read': 'Read routing forms',
            'organizations:read': 'See the organization and its members',
            'organizations:write': 'Invite and remove members',
            'groups:read': 'See groups',
            'webhooks:read': 'See webhooks',
            'webhooks:write': 'Set up webhooks',
          },
        }).default(['event_types:read', 'scheduled_events:read']),
      }),
      baseUrl: 'https://api.calendly.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://auth.calendly.com/oauth/authorize',
        url: 'https://auth.calendly.com/oauth/token',
        clientAuth: 'basic',
        scope: 'users:read {{scopes}}',
        revoke: { url: 'https://auth.calendly.com/oauth/revoke', clientAuth: 'body' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
