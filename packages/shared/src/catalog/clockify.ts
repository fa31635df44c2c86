import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/** Source: docs.clockify.me, “Authentication”, “Regional” servers and GET /v1/user. */
export default defineComponent({
  id: 'clockify',
  title: 'Clockify',
  description: 'Time tracking and timesheets',
  category: 'productivity',
  aliases: ['time tracker', 'timesheet', 'cake.com'],
  docsUrl: 'https://docs.clockify.me/#section/Authentication',
  icon: 'clockify',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        region: choice({
          label: 'Region',
          help: 'The server of the workspace. For regional workspaces, it is the beginning of your Clockify URL.',
          options: {
            api: 'Global (app.clockify.me)',
            euc1: 'Germany (euc1.clockify.me)',
            use2: 'United States (use2.clockify.me)',
            euw2: 'United Kingdom (euw2.clockify.me)',
            apse2: 'Australia (apse2.clockify.me)',
          },
        }).default('api'),
        apiKey: secret({
          label: 'API key',
          help: 'In the account of the user for whom your flows work, under Preferences, Advanced.',
          helpUrl: 'https://app.clockify.me/user/preferences#advanced',
        }),
      }),
      // Credentials from before the choice have no region.
      baseUrl: 'https://{{region|default:api}}.clockify.me/api/v1',
      place: [{ in: 'header', name: 'x-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: ['/email', '/name'],
      },
    },
  },
})
