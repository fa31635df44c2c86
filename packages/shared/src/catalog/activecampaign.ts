import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: developers.activecampaign.com/reference, “Authentication”, “Base URL” and “Errors”. A wrong key
 * also gets a 403.
 */
export default defineComponent({
  id: 'activecampaign',
  title: 'ActiveCampaign',
  description: 'Contacts, automations and deals',
  category: 'marketing',
  aliases: ['newsletter', 'email marketing', 'automation', 'crm'],
  docsUrl: 'https://developers.activecampaign.com/reference/authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiUrl: url({
          label: 'API URL',
          help: 'In ActiveCampaign under Settings, Developer.',
          placeholder: 'https://acme.api-us1.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Shown below the URL. Every user has their own key, with all permissions of that user.',
        }),
      }),
      baseUrl: '{{apiUrl}}',
      place: [{ in: 'header', name: 'api-token', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/api/3/users/me',
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        // Every user may read their own record, so no permission is needed.
        rejected: [{ status: 403 }],
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
        identity: ['/user/email', '/user/username'],
      },
    },
  },
})
