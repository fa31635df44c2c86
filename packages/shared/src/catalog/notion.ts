import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const headers = { 'notion-version': '2025-09-03' }
const check = {
  method: 'GET',
  path: '/users/me',
  headers,
  ok: {
    status: 200,
    json: [
      { at: '/object', equals: 'user' },
      { at: '/id', exists: true },
    ],
  },
  identity: ['/bot/workspace_name', '/name'],
} satisfies HttpCheck

/**
 * Source: developers.notion.com/reference, “Authentication”, “Retrieve your token’s bot user”, “Status
 * codes”, “Create a token” and “Revoke a token”. There are no scopes. The integration has capabilities, and
 * the user chooses pages during consent.
 */
export default defineComponent({
  id: 'notion',
  title: 'Notion',
  description: 'Pages, databases and comments',
  category: 'productivity',
  aliases: ['wiki', 'notes', 'docs', 'database', 'integration'],
  docsUrl: 'https://developers.notion.com/reference/authentication',
  icon: 'notion',
  methods: {
    token: {
      title: 'Internal integration',
      fields: z.object({
        token: secret({
          label: 'Integration secret',
          help: 'The secret of an internal integration (or connection). It can read only pages that are shared with it.',
          helpUrl: 'https://www.notion.so/profile/integrations',
          placeholder: 'ntn_…',
        }),
      }),
      baseUrl: 'https://api.notion.com/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Notion',
      fields: z.object({}),
      baseUrl: 'https://api.notion.com/v1',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://api.notion.com/v1/oauth/authorize',
        authorizeParameters: { owner: 'user' },
        url: 'https://api.notion.com/v1/oauth/token',
        clientAuth: 'basic',
        // Notion documents no PKCE for its API.
        pkce: false,
        body: 'json',
        revoke: {
          baseUrl: 'https://api.notion.com/v1',
          method: 'POST',
          path: '/oauth/revoke',
          headers,
          body: { json: { token: '{{token.access_token}}' } },
          place: [{ in: 'basic', user: '{{app.clientId}}', password: '{{app.clientSecret}}' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
