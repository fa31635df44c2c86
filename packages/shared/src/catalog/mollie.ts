import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: docs.mollie.com/reference/authentication, /reference/list-methods and /reference/handling-errors. The
 * key decides between the test and the live mode.
 */
export default defineComponent({
  id: 'mollie',
  title: 'Mollie',
  description: 'Payments, refunds and subscriptions',
  category: 'commerce',
  aliases: ['payments', 'ideal', 'checkout'],
  docsUrl: 'https://docs.mollie.com/reference/authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'In the dashboard, under Developers, API keys. A test key works in the test mode only.',
          helpUrl: 'https://my.mollie.com/dashboard/developers/api-keys',
          placeholder: 'live_…',
        }),
      }),
      baseUrl: 'https://api.mollie.com/v2',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/methods',
        ok: { status: 200, json: [{ at: '/_embedded/methods', exists: true }] },
      },
    },
  },
})
