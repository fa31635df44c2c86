import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

/**
 * Source: developer.paypal.com/api/rest/authentication. PayPal requires client ID and secret unencoded in
 * basic authentication. RFC 6749 encodes them first, which changes the hyphens and underscores of PayPal’s
 * IDs. The method therefore uses a login request instead of the client credentials grant.
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
          help: 'Each environment has its own apps, which the other one rejects.',
          options: { 'api-m': 'Live', 'api-m.sandbox': 'Sandbox' },
        }).default('api-m'),
        clientId: text({
          label: 'Client ID',
          help: 'In the Developer Dashboard under Apps & Credentials, for the environment chosen above.',
          helpUrl: 'https://developer.paypal.com/dashboard/applications',
        }),
        clientSecret: secret({
          label: 'Secret key',
          help: 'Shown next to the client ID. Enable only the app features that your flows need.',
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
        rejected: [{ status: 401, reason: 'key_or_region' }],
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
  },
})
