import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: developers.smartsheet.com/api/smartsheet, “Authentication”, “Base URLs”, “Get current user” and “Error
 * codes”. Accounts in Europe and Australia have their own servers.
 */
export default defineComponent({
  id: 'smartsheet',
  title: 'Smartsheet',
  description: 'Sheets, rows and reports',
  category: 'productivity',
  aliases: ['spreadsheet', 'project management', 'sheets'],
  docsUrl: 'https://developers.smartsheet.com/api/smartsheet/guides/basics/authentication',
  methods: {
    token: {
      title: 'API access token',
      fields: z.object({
        server: choice({
          label: 'Region',
          help: 'The end of the URL of your Smartsheet account.',
          options: {
            'smartsheet.com': 'Default (smartsheet.com)',
            'smartsheet.eu': 'Europe (smartsheet.eu)',
            'smartsheet.au': 'Australia (smartsheet.au)',
          },
        }).default('smartsheet.com'),
        token: secret({
          label: 'API access token',
          help: 'Under your profile picture, Personal Settings, API Access.',
          helpUrl: 'https://help.smartsheet.com/articles/2482389-generate-API-key',
        }),
      }),
      baseUrl: 'https://api.{{server}}/2.0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: ['/email', '/id'],
      },
    },
  },
})
