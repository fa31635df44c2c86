import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: WooCommerce itself, includes/class-wc-rest-authentication.php and the REST API’s
 * class-wc-rest-data-currencies-controller.php. A key that nobody has makes an anonymous visitor, who may see nothing;
 * over plain HTTP no key is looked at.
 */
export default defineComponent({
  id: 'woocommerce',
  title: 'WooCommerce',
  description: 'Products, orders and customers of a shop',
  category: 'commerce',
  aliases: ['woo', 'wordpress', 'shop', 'store', 'e-commerce', 'orders'],
  docsUrl: 'https://woocommerce.com/document/woocommerce-rest-api/',
  icon: 'woocommerce',
  methods: {
    consumerKey: {
      title: 'REST API key',
      fields: z.object({
        storeUrl: url({
          label: 'Store URL',
          help: 'The address of the shop, with the folder if WordPress lies in one.',
          placeholder: 'https://shop.example.com',
        }).regex(/^https:/i, 'Enter an address that begins with https://'),
        consumerKey: secret({
          label: 'Consumer key',
          help: 'Made in WordPress under WooCommerce, Settings, Advanced, REST API. It needs at least the permission to read.',
          helpUrl: 'https://woocommerce.com/document/woocommerce-rest-api/',
          placeholder: 'ck_…',
        }),
        consumerSecret: secret({
          label: 'Consumer secret',
          help: 'Shown once, together with the consumer key.',
          placeholder: 'cs_…',
        }),
      }),
      baseUrl: '{{storeUrl}}',
      place: [{ in: 'basic', user: '{{consumerKey}}', password: '{{consumerSecret}}' }],
      verify: {
        method: 'GET',
        path: '/wp-json/wc/v3/data/currencies/current',
        ok: { status: 200, json: [{ at: '/code', exists: true }] },
        // A key that may only write.
        forbidden: [{ status: 401, text: ['does not have read permissions'] }],
      },
    },
  },
})
