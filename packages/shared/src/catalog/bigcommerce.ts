import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { extracting, secret, text } from '../fields.ts'

/**
 * Source: developer.bigcommerce.com/docs/start/authentication/api-accounts and
 * /docs/rest-management/store-information. The verification needs the scope Information & settings, read-only.
 */
export default defineComponent({
  id: 'bigcommerce',
  title: 'BigCommerce',
  description: 'Products, orders and customers of a shop',
  category: 'commerce',
  aliases: ['shop', 'store', 'e-commerce', 'orders'],
  docsUrl: 'https://developer.bigcommerce.com/docs/start/authentication/api-accounts',
  icon: 'bigcommerce',
  methods: {
    token: {
      title: 'Store-level API account',
      fields: z.object({
        storeHash: extracting(
          text({
            label: 'Store hash',
            help: 'The part of the API path of the account after /stores/. You can paste the whole path.',
            placeholder: 'abc123xyz',
          }).toLowerCase(),
          '^https?://[^/]+/stores/([^/]+)',
        ).regex(/^[a-z0-9]+$/, 'Enter only the store hash, such as abc123xyz'),
        token: secret({
          label: 'Access token',
          help: 'In the control panel under Settings, Store-level API accounts. Add the scope “Information & settings: read-only” for the verification.',
        }),
      }),
      baseUrl: 'https://api.bigcommerce.com/stores/{{storeHash}}',
      place: [{ in: 'header', name: 'x-auth-token', value: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/v2/store',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/name', '/domain'],
      },
    },
  },
})
