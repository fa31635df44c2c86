import { z } from 'zod'
import { defineComponent, type HttpCheck, type Method } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

const shop = {
  shop: subdomain({
    label: 'Shop',
    help: 'The name before .myshopify.com, shown after /store/ in the URL of the Shopify admin.',
    suffix: '.myshopify.com',
  }),
}
const granted: Method['place'] = [
  { in: 'header', name: 'x-shopify-access-token', value: '{{token.access_token}}' },
]
const check = {
  method: 'GET',
  path: '/admin/oauth/access_scopes.json',
  ok: { status: 200, json: [{ at: '/access_scopes', exists: true }] },
  scopes: { at: '/access_scopes', each: '/handle' },
  wrongTarget: [{ status: 404, reason: 'wrong_account' }],
} satisfies HttpCheck

/**
 * Source: shopify.dev, “Access scopes” of the Admin API, “Generate access tokens for admin-created custom
 * apps” (none can be created since 2026), “Using the client credentials grant”, whose errors are web pages
 * with a code, “Using the authorization code grant” and “About offline access tokens”, which do not expire
 * unless an expiry is requested.
 */
export default defineComponent({
  id: 'shopify',
  title: 'Shopify',
  description: 'Products, orders and customers of a shop',
  category: 'commerce',
  aliases: ['shop', 'store', 'e-commerce', 'orders', 'products'],
  docsUrl: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  icon: 'shopify',
  methods: {
    clientCredentials: {
      title: 'Dev Dashboard app',
      fields: z.object({
        ...shop,
        clientId: text({
          label: 'Client ID',
          help: 'In the Dev Dashboard, open your app, then Settings. The app must belong to the organization of the shop and be installed there.',
          helpUrl: 'https://shopify.dev/docs/apps/build/dev-dashboard/get-api-access-tokens',
        }),
        clientSecret: secret({ label: 'Client secret', help: 'Shown below the client ID.' }),
      }),
      baseUrl: 'https://{{shop}}.myshopify.com',
      token: {
        grant: 'login',
        method: 'POST',
        path: '/admin/oauth/access_token',
        body: {
          form: {
            grant_type: 'client_credentials',
            client_id: '{{clientId}}',
            client_secret: '{{clientSecret}}',
          },
        },
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [
          {
            status: [400, 401],
            text: ['application_cannot_be_found', 'invalid_client', 'Invalid API key or access token'],
          },
        ],
        wrongTarget: [
          { status: 404, reason: 'wrong_account' },
          { status: 400, text: ['app_not_installed', 'shop_not_permitted'], reason: 'wrong_account' },
        ],
      },
      place: granted,
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
    accessToken: {
      title: 'Admin API access token',
      fields: z.object({
        ...shop,
        token: secret({
          label: 'Admin API access token',
          help: 'The token of a custom app that was created in the shop until 2025, under Apps, Develop apps, API credentials.',
          helpUrl:
            'https://shopify.dev/docs/apps/build/authentication-authorization/legacy/admin-custom-apps',
          placeholder: 'shpat_…',
        }),
      }),
      baseUrl: 'https://{{shop}}.myshopify.com',
      place: [{ in: 'header', name: 'x-shopify-access-token', value: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Shopify',
      fields: z.object({
        ...shop,
        scopes: scopes({
          options: {
            read_products: 'Read products and collections',
            write_products: 'Create and change products and collections',
            read_orders: 'Read orders of the last 60 days',
            write_orders: 'Create and change orders',
            read_customers: 'Read customers',
            write_customers: 'Create and change customers',
            read_inventory: 'Read stock levels',
            write_inventory: 'Change stock levels',
            read_fulfillments: 'Read fulfilments',
            write_fulfillments: 'Create and change fulfilments',
            read_draft_orders: 'Read draft orders',
            write_draft_orders: 'Create and change draft orders',
            read_locations: 'See the locations of stock',
            read_discounts: 'Read discounts',
            write_discounts: 'Create and change discounts',
          },
        }).default(['read_products', 'read_orders']),
      }),
      baseUrl: 'https://{{shop}}.myshopify.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{shop}}.myshopify.com/admin/oauth/authorize',
        url: 'https://{{shop}}.myshopify.com/admin/oauth/access_token',
        clientAuth: 'body',
        // Shopify documents no PKCE for apps.
        pkce: false,
        scope: '{{scopes|join:,}}',
        parameters: { expiring: '1' },
      },
      place: granted,
      verify: check,
    },
  },
})
