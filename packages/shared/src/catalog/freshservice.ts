import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/** Source: api.freshservice.com, “Authentication”, “Agents” and “Errors”. */
export default defineComponent({
  id: 'freshservice',
  title: 'Freshservice',
  description: 'IT tickets, changes and assets',
  category: 'support',
  aliases: ['freshworks', 'itsm', 'service desk', 'tickets', 'assets'],
  docsUrl: 'https://api.freshservice.com/#authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        subdomain: subdomain({
          label: 'Subdomain',
          help: 'The first part of your Freshservice URL.',
          suffix: '.freshservice.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Under your profile picture, Profile settings, Your API key. It has all permissions of this agent.',
          helpUrl: 'https://api.freshservice.com/#authentication',
        }),
      }),
      baseUrl: 'https://{{subdomain}}.freshservice.com',
      place: [{ in: 'basic', user: '{{apiKey}}', password: 'X' }],
      verify: {
        method: 'GET',
        path: '/api/v2/agents/me',
        ok: { status: 200, json: [{ at: '/agent/id', exists: true }] },
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
        identity: ['/agent/email', '/agent/first_name'],
      },
    },
  },
})
