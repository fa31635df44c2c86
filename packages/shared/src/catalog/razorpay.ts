import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: razorpay.com/docs/api/authentication, /docs/api/payments/fetch-all-payments and /docs/errors.
 */
export default defineComponent({
  id: 'razorpay',
  title: 'Razorpay',
  description: 'Payments, orders and refunds',
  category: 'commerce',
  aliases: ['payments', 'upi', 'checkout', 'india'],
  docsUrl: 'https://razorpay.com/docs/api/authentication/',
  icon: 'razorpay',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        keyId: text({
          label: 'Key ID',
          help: 'In the dashboard, under Account & Settings, API keys. Test and live keys are different.',
          helpUrl: 'https://dashboard.razorpay.com/app/website-app-settings/api-keys',
          placeholder: 'rzp_live_…',
        }),
        keySecret: secret({ label: 'Key secret', help: 'Shown only once, when the key is generated.' }),
      }),
      baseUrl: 'https://api.razorpay.com/v1',
      place: [{ in: 'basic', user: '{{keyId}}', password: '{{keySecret}}' }],
      verify: {
        method: 'GET',
        path: '/payments?count=1',
        ok: { status: 200, json: [{ at: '/entity', equals: 'collection' }] },
      },
    },
  },
})
