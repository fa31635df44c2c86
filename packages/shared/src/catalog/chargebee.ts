import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/** Source: apidocs.chargebee.com/docs/api/auth, “List configurations” and “Error handling”. */
export default defineComponent({
  id: 'chargebee',
  title: 'Chargebee',
  description: 'Subscriptions, customers and invoices',
  category: 'commerce',
  aliases: ['billing', 'subscriptions', 'invoices'],
  docsUrl: 'https://apidocs.chargebee.com/docs/api/auth',
  icon: 'chargebee',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        site: subdomain({
          label: 'Site',
          help: 'The first part of your Chargebee URL. A test site has its own URL, such as acme-test.',
          suffix: '.chargebee.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Under Settings, Configure Chargebee, API Keys. A read-only key is enough for flows that only read.',
          helpUrl: 'https://www.chargebee.com/docs/billing/2.0/site-configuration/api_keys',
          placeholder: 'live_…',
        }),
      }),
      baseUrl: 'https://{{site}}.chargebee.com/api/v2',
      place: [{ in: 'basic', user: '{{apiKey}}', password: '' }],
      verify: {
        method: 'GET',
        path: '/configurations',
        ok: { status: 200, json: [{ at: '/configurations', exists: true }] },
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
        identity: '/configurations/0/domain',
      },
    },
  },
})
