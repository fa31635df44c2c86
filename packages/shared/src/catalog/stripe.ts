import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: docs.stripe.com/keys and the operation GetAccount of Stripe’s OpenAPI file. A restricted key without the
 * permission for it is answered with 403.
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
          help: 'In the Dashboard under Developers, API keys. Best is a restricted key that may do only what your flows need.',
          helpUrl: 'https://dashboard.stripe.com/apikeys',
          placeholder: 'sk_live_… or rk_live_…',
        }),
      }),
      baseUrl: 'https://api.stripe.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/v1/account',
        ok: { status: 200, json: [{ at: '/object', equals: 'account' }] },
        // A publishable key is a key of this account, but of no use here.
        rejected: [{ status: [401, 403], text: ['publishable API key'] }],
        identity: ['/settings/dashboard/display_name', '/business_profile/name', '/email', '/id'],
      },
    },
  },
})
