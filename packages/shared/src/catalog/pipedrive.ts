import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/v1/users/me',
  ok: {
    status: 200,
    json: [
      { at: '/success', equals: true },
      { at: '/data/id', exists: true },
    ],
  },
  identity: ['/data/company_name', '/data/email'],
} satisfies HttpCheck

/**
 * Source: pipedrive.readme.io, “Authentication”, “Getting user data” and “OAuth authorization”; the
 * provider's OpenAPI file for error responses. The Developer Hub defines the scopes of the app. The token
 * response contains the URL of the company.
 */
export default defineComponent({
  id: 'pipedrive',
  title: 'Pipedrive',
  description: 'Deals, contacts and activities',
  category: 'crm',
  aliases: ['crm', 'deals', 'pipeline', 'sales'],
  docsUrl: 'https://pipedrive.readme.io/docs/core-api-concepts-authentication',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        apiToken: secret({
          label: 'API token',
          help: 'Under your profile picture, Personal preferences, API. It belongs to one user in one company and has all permissions of this user.',
          helpUrl: 'https://app.pipedrive.com/settings/api',
        }),
      }),
      baseUrl: 'https://api.pipedrive.com',
      place: [{ in: 'header', name: 'x-api-token', value: '{{apiToken}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Pipedrive',
      fields: z.object({}),
      baseUrl: '{{token.api_domain}}/api',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://oauth.pipedrive.com/oauth/authorize',
        url: 'https://oauth.pipedrive.com/oauth/token',
        clientAuth: 'basic',
        // Pipedrive documents no PKCE, and shows an error page for requests with it.
        pkce: false,
        revoke: { reach: 'account', url: 'https://oauth.pipedrive.com/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
