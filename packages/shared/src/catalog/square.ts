import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { choice, scopes, secret } from '../fields.ts'

const environment = {
  environment: choice({
    label: 'Environment',
    help: 'Each environment has its own tokens, which the other one rejects.',
    options: { squareup: 'Production', squareupsandbox: 'Sandbox' },
  }).default('squareup'),
}
const baseUrl = 'https://connect.{{environment}}.com'
const check = {
  method: 'GET',
  path: '/v2/merchants',
  headers: { 'square-version': '2025-01-23' },
  ok: { status: 200, json: [{ at: '/merchant/0/id', exists: true }] },
  rejected: [{ status: 401, reason: 'key_or_region' }],
  identity: ['/merchant/0/business_name', '/merchant/0/id'],
} satisfies HttpCheck

/**
 * Source: developer.squareup.com/reference/square/merchants-api/list-merchants,
 * /docs/build-basics/access-tokens and /docs/oauth-api/overview. With PKCE, the verifier replaces the client
 * secret. Apps with a secret therefore send no challenge.
 */
export default defineComponent({
  id: 'square',
  title: 'Square',
  description: 'Payments, orders, catalogue and customers of shops',
  category: 'commerce',
  aliases: ['payment', 'pos', 'squareup', 'shop'],
  docsUrl: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  icon: 'square',
  methods: {
    accessToken: {
      title: 'Access token',
      fields: z.object({
        ...environment,
        accessToken: secret({
          label: 'Access token',
          help: 'In the Developer Console, open your application, then Credentials. It has all permissions of your account.',
          helpUrl: 'https://developer.squareup.com/apps',
          placeholder: 'EAAA…',
        }),
      }),
      baseUrl,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Square',
      fields: z.object({
        ...environment,
        scopes: scopes({
          options: {
            PAYMENTS_READ: 'Read payments and refunds',
            PAYMENTS_WRITE: 'Take and refund payments',
            ORDERS_READ: 'Read orders',
            ORDERS_WRITE: 'Create and change orders',
            ITEMS_READ: 'Read the catalogue',
            ITEMS_WRITE: 'Change the catalogue',
            INVENTORY_READ: 'Read stock levels',
            INVENTORY_WRITE: 'Change stock levels',
            CUSTOMERS_READ: 'Read customers',
            CUSTOMERS_WRITE: 'Create and change customers',
            INVOICES_READ: 'Read invoices',
            INVOICES_WRITE: 'Create and send invoices',
            EMPLOYEES_READ: 'See team members',
          },
        }).default(['ORDERS_READ', 'PAYMENTS_READ']),
      }),
      baseUrl,
      token: {
        grant: 'authorization_code',
        authorizeUrl: `${baseUrl}/oauth2/authorize`,
        url: `${baseUrl}/oauth2/token`,
        clientAuth: 'body',
        body: 'json',
        // The PKCE flow of Square is for clients without a secret.
        pkce: false,
        scope: 'MERCHANT_PROFILE_READ {{scopes}}',
        answer: { error: '/message' },
        errors: { 'Invalid refresh token': 'invalid_grant' },
        revoke: {
          reach: 'account',
          baseUrl,
          method: 'POST',
          path: '/oauth2/revoke',
          body: { json: { client_id: '{{app.clientId}}', access_token: '{{token.access_token}}' } },
          place: [{ in: 'header', name: 'authorization', value: 'Client {{app.clientSecret}}' }],
          ok: { status: 200, json: [{ at: '/success', equals: true }] },
        },
        // The response contains the expiry as a date.
        lifetime: 30 * 24 * 60 * 60,
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
