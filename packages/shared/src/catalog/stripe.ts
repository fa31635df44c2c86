import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { choice, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/v1/account',
  ok: { status: 200, json: [{ at: '/object', equals: 'account' }] },
  // A publishable key belongs to the account but can't call the API.
  rejected: [{ status: [401, 403], text: ['publishable API key'] }],
  identity: ['/settings/dashboard/display_name', '/business_profile/name', '/email', '/id'],
} satisfies HttpCheck

/**
 * Source: docs.stripe.com/keys, docs.stripe.com/connect/oauth-reference and the operation GetAccount of
 * Stripe’s OpenAPI file. A restricted key without the permission gets a 403. The client secret of an OAuth
 * app is a secret key of the platform. Tokens of a grant do not expire.
 */
export default defineComponent({
  id: 'stripe',
  title: 'Stripe',
  description: 'Payments, customers, subscriptions and invoices',
  category: 'commerce',
  aliases: ['payment', 'billing', 'checkout', 'cards'],
  docsUrl: 'https://docs.stripe.com/keys',
  icon: 'stripe',
  methods: {
    secretKey: {
      title: 'Secret or restricted key',
      fields: z.object({
        apiKey: secret({
          label: 'Secret key',
          help: 'In the Dashboard under Developers, API keys. Prefer a restricted key with only the permissions that your flows need.',
          helpUrl: 'https://dashboard.stripe.com/apikeys',
          placeholder: 'sk_live_… or rk_live_…',
        }),
      }),
      baseUrl: 'https://api.stripe.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Stripe',
      fields: z.object({
        access: choice({
          label: 'Access',
          help: 'The access of your platform to the connected account.',
          options: { read_write: 'Read and change everything', read_only: 'Read everything' },
        }).default('read_write'),
      }),
      baseUrl: 'https://api.stripe.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://connect.stripe.com/oauth/authorize',
        url: 'https://connect.stripe.com/oauth/token',
        clientAuth: 'body',
        // Stripe Connect documents no PKCE.
        pkce: false,
        scope: '{{access}}',
        revoke: {
          reach: 'account',
          baseUrl: 'https://connect.stripe.com',
          method: 'POST',
          path: '/oauth/deauthorize',
          body: { form: { client_id: '{{app.clientId}}', stripe_user_id: '{{token.stripe_user_id}}' } },
          place: [{ in: 'basic', user: '{{app.clientSecret}}', password: '' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
