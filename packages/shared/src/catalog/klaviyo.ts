import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developers.klaviyo.com, “Authenticate API requests”, “Get accounts” and “Handle errors”. */
export default defineComponent({
  id: 'klaviyo',
  title: 'Klaviyo',
  description: 'Profiles, lists and campaigns',
  category: 'marketing',
  aliases: ['newsletter', 'email marketing', 'sms marketing', 'campaigns'],
  docsUrl: 'https://developers.klaviyo.com/en/docs/authenticate_',
  methods: {
    apiKey: {
      title: 'Private API key',
      fields: z.object({
        apiKey: secret({
          label: 'Private API key',
          help: 'Under Settings, API keys. Give it the scopes that your flows need. With accounts:read, Stepkey can show its account.',
          helpUrl: 'https://www.klaviyo.com/settings/account/api-keys',
          placeholder: 'pk_…',
        }),
      }),
      baseUrl: 'https://a.klaviyo.com',
      place: [{ in: 'header', name: 'authorization', value: 'Klaviyo-API-Key {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/api/accounts',
        headers: { accept: 'application/vnd.api+json', revision: '2026-01-15' },
        ok: { status: 200, json: [{ at: '/data/0/id', exists: true }] },
        identity: ['/data/0/attributes/contact_information/organization_name', '/data/0/id'],
      },
    },
  },
})
