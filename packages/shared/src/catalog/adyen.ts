import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: docs.adyen.com/api-explorer/Management/3/get/me and
 * docs.adyen.com/development-resources/api-credentials.
 */
export default defineComponent({
  id: 'adyen',
  title: 'Adyen',
  description: 'Payments, terminals and payouts',
  category: 'commerce',
  aliases: ['payment', 'checkout', 'terminal'],
  docsUrl: 'https://docs.adyen.com/development-resources/api-credentials',
  icon: 'adyen',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        environment: choice({
          label: 'Environment',
          help: 'Each environment has its own keys, which the other one rejects.',
          options: { live: 'Live', test: 'Test' },
        }).default('live'),
        apiKey: secret({
          label: 'API key',
          help: 'In the Customer Area under Developers, API credentials. Keys of company and merchant accounts can be verified, keys of balance platforms can’t.',
          helpUrl: 'https://docs.adyen.com/development-resources/api-credentials',
          placeholder: 'AQE…',
        }),
      }),
      baseUrl: 'https://management-{{environment}}.adyen.com/v3',
      place: [{ in: 'header', name: 'x-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: ['/username', '/companyName', '/id'],
        scopes: { at: '/roles' },
      },
    },
  },
})
