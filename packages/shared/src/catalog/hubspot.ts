import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developers.hubspot.com, “Account information API” of 2026-03, and “Service keys”, which replace private apps. */
export default defineComponent({
  id: 'hubspot',
  title: 'HubSpot',
  description: 'Contacts, companies, deals and marketing',
  category: 'crm',
  aliases: ['crm', 'marketing hub', 'sales hub', 'service hub', 'private app', 'service key'],
  docsUrl:
    'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
  icon: 'hubspot',
  methods: {
    accessToken: {
      title: 'Service key or private app',
      fields: z.object({
        token: secret({
          label: 'Access token',
          help: 'A service key, from Development, Keys, Service keys; or the access token of a private app. Give it only the scopes that your flows need.',
          helpUrl:
            'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
          placeholder: 'pat-na1-…',
        }),
      }),
      baseUrl: 'https://api.hubapi.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/account-info/2026-03/details',
        ok: { status: 200, json: [{ at: '/portalId', exists: true }] },
        identity: '/portalId',
      },
    },
  },
})
