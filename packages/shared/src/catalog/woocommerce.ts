import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

const fields = z.object({
  storeUrl: url({
    label: 'Store URL',
    help: 'The URL of the shop, including the folder if WordPress is installed in one.',
    placeholder: 'https://shop.example.com',
  }).regex(/^[Hh][Tt][Tt][Pp][Ss]:/, 'Enter a URL that begins with https://'),
  consumerKey: secret({
    label: 'Consumer key',
    help: 'Create it in WordPress under WooCommerce, Settings, Advanced, REST API. It needs at least read permission.',
    helpUrl: 'https://woocommerce.com/document/woocommerce-rest-api/',
    placeholder: 'ck_…',
  }),
  consumerSecret: secret({
    label: 'Consumer secret',
    help: 'Shown only once, together with the consumer key.',
    placeholder: 'cs_…',
  }),
  ...tlsFields,
})
const verify = {
  method: 'GET',
  path: '/wp-json/wc/v3/data/currencies/current',
  ok: { status: 200, json: [{ at: '/code', exists: true }] },
  // A key with write permission only.
  forbidden: [{ status: 401, text: ['does not have read permissions'] }],
} satisfies HttpCheck

/**
 * Source: WooCommerce itself, includes/class-wc-rest-authentication.php and the REST API’s
 * class-wc-rest-data-currencies-controller.php. WooCommerce treats an unknown key as an anonymous visitor
 * without permissions. Over plain HTTP it ignores the key. Over HTTPS, the key can also stand in the query, for
 * servers that remove the Authorization header before WordPress sees it.
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
      fields,
      tls: tlsOptions,
      baseUrl: '{{storeUrl}}',
      place: [{ in: 'basic', user: '{{consumerKey}}', password: '{{consumerSecret}}' }],
      verify,
    },
    consumerKeyInQuery: {
      title: 'REST API key in the URL',
      fields,
      tls: tlsOptions,
      baseUrl: '{{storeUrl}}',
      place: [
        { in: 'query', name: 'consumer_key', value: '{{consumerKey}}' },
        { in: 'query', name: 'consumer_secret', value: '{{consumerSecret}}' },
      ],
      verify,
    },
  },
})
