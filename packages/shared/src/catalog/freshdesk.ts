import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/** Source: developers.freshdesk.com/api, “Authentication”, “Currently authenticated agent” and “Errors”. */
export default defineComponent({
  id: 'freshdesk',
  title: 'Freshdesk',
  description: 'Tickets, contacts and companies',
  category: 'support',
  aliases: ['freshworks', 'tickets', 'helpdesk'],
  docsUrl: 'https://developers.freshdesk.com/api/#authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        subdomain: subdomain({
          label: 'Subdomain',
          help: 'The first part of your Freshdesk URL.',
          suffix: '.freshdesk.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Under your profile picture, Profile settings, View API key. It has all permissions of this agent.',
          helpUrl: 'https://support.freshdesk.com/support/solutions/articles/215517',
        }),
      }),
      baseUrl: 'https://{{subdomain}}.freshdesk.com',
      place: [{ in: 'basic', user: '{{apiKey}}', password: 'X' }],
      verify: {
        method: 'GET',
        path: '/api/v2/agents/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
        identity: ['/contact/email', '/contact/name'],
      },
    },
  },
})
