import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: airtable.com/developers/web/api, “Get user ID & scopes” and “Errors”. */
export default defineComponent({
  id: 'airtable',
  title: 'Airtable',
  description: 'Bases, tables and records',
  category: 'productivity',
  aliases: ['spreadsheet', 'database', 'base', 'table', 'records'],
  docsUrl: 'https://airtable.com/developers/web/api/authentication',
  icon: 'airtable',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'Made in the Builder Hub. Give it the scopes and bases that your flows need; with user.email:read, Stepkey can show whose it is.',
          helpUrl: 'https://airtable.com/create/tokens',
          placeholder: 'pat….…',
        }),
      }),
      baseUrl: 'https://api.airtable.com/v0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/meta/whoami',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/email', '/id'],
        scopes: { at: '/scopes' },
      },
    },
  },
})
