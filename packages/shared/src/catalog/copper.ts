import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'
import { email } from '../site-fields.ts'

const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/email', '/name'],
} satisfies HttpCheck

/**
 * Source: developer.copper.com/introduction/requests.html and /account-and-users/fetch-user-api.html. For
 * OAuth: developer.copper.com/introduction/oauth/overview.html. There is one scope, and tokens do not expire.
 */
export default defineComponent({
  id: 'copper',
  title: 'Copper',
  description: 'People, companies and opportunities',
  category: 'crm',
  aliases: ['crm', 'prosperworks', 'sales', 'leads'],
  docsUrl: 'https://developer.copper.com/introduction/authentication.html',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        email: email({ help: 'The e-mail address that the owner of the key signs in to Copper with.' }),
        apiKey: secret({
          label: 'API key',
          help: 'Under System settings, API Keys. It has the permissions of its owner.',
          helpUrl: 'https://developer.copper.com/introduction/authentication.html',
        }),
      }),
      baseUrl: 'https://api.copper.com/developer_api/v1',
      place: [
        { in: 'header', name: 'x-pw-accesstoken', value: '{{apiKey}}' },
        { in: 'header', name: 'x-pw-application', value: 'developer_api' },
        { in: 'header', name: 'x-pw-useremail', value: '{{email}}' },
      ],
      verify: check,
    },
    oauth: {
      title: 'Connect with Copper',
      fields: z.object({}),
      baseUrl: 'https://api.copper.com/developer_api/v1',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.copper.com/oauth/authorize',
        url: 'https://app.copper.com/oauth/token',
        clientAuth: 'body',
        // Copper documents no PKCE.
        pkce: false,
        scope: 'developer/v1/all',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
