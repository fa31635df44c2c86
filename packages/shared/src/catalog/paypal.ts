import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

/**
 * Source: developer.paypal.com/api/rest/authentication. PayPal wants client ID and secret in HTTP basic as they are. The
 * grant of RFC 6749 encodes them first, which changes the hyphens and underscores that PayPal’s IDs are full of: hence a
 * request of its own.
 */
export default defineComponent({
  id: 'paypal',
  title: 'PayPal',
  description: 'Payments, payouts and invoices',
  category: 'commerce',
  aliases: ['payment', 'checkout', 'braintree'],
  docsUrl: 'https://developer.paypal.com/api/rest/authentication/',
  icon: 'paypal',
  methods: {
    clientCredentials: {
      title: 'REST API app',
      fields: z.object({
        environment: choice({
          label: 'Environment',
          help: 'Each has apps of its own: what belongs to one is refused by the other.',
          options: { 'api-m': 'Live', 'api-m.sandbox': 'Sandbox' },
        }).default('api-m'),
        clientId: text({
          label: 'Client ID',
          help: 'In the Developer Dashboard under Apps & Credentials, for the environment chosen above.',
          helpUrl: 'https://developer.paypal.com/dashboard/applications',
        }),
        clientSecret: secret({
          label: 'Secret key',
          help: 'Beside the client ID. Switch on only the features of the app that your flows need.',
        }),
      }),
      baseUrl: 'https://{{environment}}.paypal.com',
      token: {
        grant: 'login',
        method: 'POST',
        path: '/v1/oauth2/token',
        place: [{ in: 'basic', user: '{{clientId}}', password: '{{clientSecret}}' }],
        body: { form: { grant_type: 'client_credentials' } },
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [{ status: 401, because: 'key_or_region' }],
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
  },
})
