import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/** Source: developer.squareup.com/reference/square/merchants-api/list-merchants and /docs/build-basics/access-tokens. */
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
        environment: choice({
          label: 'Environment',
          help: 'Each has tokens of its own: what belongs to one is refused by the other.',
          options: { squareup: 'Production', squareupsandbox: 'Sandbox' },
        }).default('squareup'),
        accessToken: secret({
          label: 'Access token',
          help: 'In the Developer Console, open your application, then Credentials. It may do everything that your account may.',
          helpUrl: 'https://developer.squareup.com/apps',
          placeholder: 'EAAA…',
        }),
      }),
      baseUrl: 'https://connect.{{environment}}.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
      verify: {
        method: 'GET',
        path: '/v2/merchants',
        headers: { 'square-version': '2025-01-23' },
        ok: { status: 200, json: [{ at: '/merchant/0/id', exists: true }] },
        rejected: [{ status: 401, because: 'key_or_region' }],
        identity: ['/merchant/0/business_name', '/merchant/0/id'],
      },
    },
  },
})
