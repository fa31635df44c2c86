import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { choice, secret } from '../fields.ts'

const region = choice({
  label: 'Region',
  help: 'The region in which your workspace is hosted.',
  options: { api: 'United States', 'api.eu': 'Europe', 'api.au': 'Australia' },
}).default('api')

const check = {
  method: 'GET',
  path: '/me',
  ok: {
    status: 200,
    json: [
      { at: '/type', equals: 'admin' },
      { at: '/id', exists: true },
    ],
  },
  rejected: [{ status: 401, reason: 'key_or_region' }],
  identity: ['/app/name', '/email'],
} satisfies HttpCheck

/**
 * Source: developers.intercom.com, “Identify an admin”, “Authentication”, “Setting up OAuth”, “Installing and
 * uninstalling apps” and “Regional hosting”. The Developer Hub defines the permissions of the app. Tokens do
 * not expire.
 */
export default defineComponent({
  id: 'intercom',
  title: 'Intercom',
  description: 'Conversations, contacts and help centre',
  category: 'support',
  aliases: ['chat', 'messenger', 'helpdesk', 'fin', 'conversations'],
  docsUrl: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
  icon: 'intercom',
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        region,
        token: secret({
          label: 'Access token',
          help: 'In the Developer Hub, open your app, then Configure, Authentication.',
          helpUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
          placeholder: 'dG9rOi…',
        }),
      }),
      baseUrl: 'https://{{region}}.intercom.io',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Intercom',
      fields: z.object({ region }),
      baseUrl: 'https://{{region}}.intercom.io',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app{{region|after:api}}.intercom.com/oauth',
        url: 'https://{{region}}.intercom.io/auth/eagle/token',
        clientAuth: 'body',
        // Intercom documents no PKCE.
        pkce: false,
        revoke: {
          reach: 'account',
          baseUrl: 'https://{{region}}.intercom.io',
          method: 'POST',
          path: '/auth/uninstall',
          place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
