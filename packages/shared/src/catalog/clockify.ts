import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.clockify.me, “Authentication” and GET /v1/user. */
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
        apiKey: secret({
          label: 'API key',
          help: 'In the account of the user for whom your flows work, under Preferences, Advanced.',
          helpUrl: 'https://app.clockify.me/user/preferences#advanced',
        }),
      }),
      baseUrl: 'https://api.clockify.me/api/v1',
      place: [{ in: 'header', name: 'x-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/email', '/name'],
      },
    },
  },
})
