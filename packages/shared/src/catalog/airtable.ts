import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/meta/whoami',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/email', '/id'],
  scopes: { at: '/scopes' },
} satisfies HttpCheck

/** Source: airtable.com/developers/web/api, “Get user ID & scopes”, “Errors” and “OAuth reference”. */
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
          help: 'Create it in the Builder Hub with the scopes and bases that your flows need. With user.email:read, Stepkey can show its owner.',
          helpUrl: 'https://airtable.com/create/tokens',
          placeholder: 'pat….…',
        }),
      }),
      baseUrl: 'https://api.airtable.com/v0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Airtable',
      fields: z.object({
        scopes: scopes({
          options: {
            'data.records:read': 'Read records',
            'data.records:write': 'Create, change and delete records',
            'data.recordComments:read': 'Read comments',
            'data.recordComments:write': 'Write comments',
            'schema.bases:read': 'See the structure of bases',
            'schema.bases:write': 'Change the structure of bases',
            'webhook:manage': 'Set up webhooks',
            'user.email:read': 'See your e-mail address',
          },
        }).default(['data.records:read', 'schema.bases:read', 'user.email:read']),
      }),
      baseUrl: 'https://api.airtable.com/v0',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://airtable.com/oauth2/v1/authorize',
        url: 'https://airtable.com/oauth2/v1/token',
        clientAuth: 'basic',
        scope: '{{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
