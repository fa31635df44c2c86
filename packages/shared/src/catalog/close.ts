import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/me/',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/email', '/organizations/0/name'],
} satisfies HttpCheck

/**
 * Source: developer.close.com/topics/authentication and the operation of /me in Close’s OpenAPI file. For
 * OAuth: developer.close.com/api/overview/oauth-authentication. All apps have the same scopes, with full
 * access.
 */
export default defineComponent({
  id: 'close',
  title: 'Close',
  description: 'Sales leads, contacts and activities',
  category: 'crm',
  aliases: ['crm', 'close.io', 'sales', 'leads'],
  docsUrl: 'https://developer.close.com/topics/authentication/',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Under Settings, Developer, API Keys. It has your permissions in the organization in which you create it.',
          helpUrl: 'https://help.close.com/docs/api-keys-oauth',
          placeholder: 'api_…',
        }),
      }),
      baseUrl: 'https://api.close.com/api/v1',
      place: [{ in: 'basic', user: '{{apiKey}}', password: '' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Close',
      fields: z.object({}),
      baseUrl: 'https://api.close.com/api/v1',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.close.com/oauth2/authorize/',
        url: 'https://api.close.com/oauth2/token/',
        clientAuth: 'body',
        // Close documents no PKCE.
        pkce: false,
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
