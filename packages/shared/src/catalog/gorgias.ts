import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { email, subdomain } from '../site-fields.ts'

/**
 * Source: developers.gorgias.com/docs/authentication and /reference/get-account.
 */
export default defineComponent({
  id: 'gorgias',
  title: 'Gorgias',
  description: 'Tickets, customers and macros',
  category: 'support',
  aliases: ['helpdesk', 'tickets', 'customer service'],
  docsUrl: 'https://developers.gorgias.com/docs/authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        subdomain: subdomain({
          label: 'Account',
          help: 'The first part of your Gorgias URL.',
          suffix: '.gorgias.com',
        }),
        email: email({ help: 'The e-mail address of the user who created the key.' }),
        apiKey: secret({ label: 'API key', help: 'In the settings, under REST API.' }),
      }),
      baseUrl: 'https://{{subdomain}}.gorgias.com/api',
      place: [{ in: 'basic', user: '{{email}}', password: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/account',
        ok: { status: 200, json: [{ at: '/domain', exists: true }] },
        identity: '/domain',
      },
    },
  },
})
