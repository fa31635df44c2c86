import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/?fields=account_id,account_name,email',
  ok: { status: 200, json: [{ at: '/account_id', exists: true }] },
  identity: ['/account_name', '/email'],
} satisfies HttpCheck

/**
 * Source: mailchimp.com/developer/marketing, “Fundamentals” (the key ends with the data centre), “Root”,
 * “Errors” and “Access user data with OAuth 2”. OAuth tokens do not expire and do not contain the data
 * centre. /oauth2/metadata, with a scheme of its own, returns the address of the API.
 */
export default defineComponent({
  id: 'mailchimp',
  title: 'Mailchimp',
  description: 'Audiences, campaigns and automations',
  category: 'marketing',
  aliases: ['newsletter', 'email marketing', 'campaigns', 'audience', 'intuit'],
  docsUrl: 'https://mailchimp.com/developer/marketing/docs/fundamentals/',
  icon: 'mailchimp',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Under your profile, Extras, API keys. Copy the complete key. The part after the hyphen is the data centre of your account.',
          helpUrl: 'https://admin.mailchimp.com/account/api/',
          placeholder: '…-us6',
        }).regex(/-[a-z]{2,}\d+$/, 'Enter the complete key with its ending, such as -us6'),
      }),
      baseUrl: 'https://{{apiKey|after:-}}.api.mailchimp.com/3.0',
      // Mailchimp ignores the user name.
      place: [{ in: 'basic', user: 'stepkey', password: '{{apiKey}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Mailchimp',
      fields: z.object({}),
      // Tokens from before the lookup have no address. Connecting again finds it.
      baseUrl: '{{token.api_endpoint|suffix:/3.0|default:https://login.mailchimp.com}}',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://login.mailchimp.com/oauth2/authorize',
        url: 'https://login.mailchimp.com/oauth2/token',
        clientAuth: 'body',
        // Mailchimp documents no PKCE.
        pkce: false,
        lookup: {
          baseUrl: 'https://login.mailchimp.com',
          method: 'GET',
          path: '/oauth2/metadata',
          place: [{ in: 'header', name: 'authorization', value: 'OAuth {{token.access_token}}' }],
          members: { api_endpoint: '/api_endpoint' },
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
