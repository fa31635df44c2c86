import { type Script, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import woocommerce from '../woocommerce.ts'

const values = {
  storeUrl: 'https://shop.example.com/store/',
  consumerKey: 'ck_0123456789abcdef0123456789abcdefwoo00001',
  consumerSecret: 'cs_fedcba9876543210fedcba9876543210woo00002',
}
const errorResponse = (code: string, message: string): ScriptedAnswer => ({
  status: 401,
  json: { code, message, data: { status: 401 } },
})

const responses = {
  bad: [
    errorResponse('woocommerce_rest_cannot_view', 'Sorry, you cannot view this resource.'),
    errorResponse('woocommerce_rest_authentication_error', 'Consumer secret is invalid.'),
  ],
  forbidden: {
    status: 403,
    json: {
      code: 'woocommerce_rest_cannot_view',
      message: 'Sorry, you cannot view this resource.',
      data: { status: 403 },
    },
  },
  traps: {
    'a write-only key': {
      answer: errorResponse(
        'woocommerce_rest_authentication_error',
        'The API key provided does not have read permissions.',
      ),
      finding: { outcome: 'limited' },
    },
    'a site without WooCommerce': {
      answer: {
        status: 404,
        json: {
          code: 'rest_no_route',
          message: 'No route was found matching the URL and request method.',
          data: { status: 404 },
        },
      },
      finding: { outcome: 'unexpected', reason: 'not_found' },
    },
  },
} satisfies Pick<Script, 'bad' | 'forbidden' | 'traps'>
const accepted: ScriptedAnswer = {
  status: 200,
  json: { code: 'USD', name: 'United States (US) dollar', symbol: '&#36;' },
}
const url = 'https://shop.example.com/store/wp-json/wc/v3/data/currencies/current'

export default scripts(woocommerce, {
  consumerKey: {
    source: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-current-currency',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url,
          headers: { authorization: `Basic ${btoa(`${values.consumerKey}:${values.consumerSecret}`)}` },
        },
        answer: accepted,
      },
    ],
    ...responses,
  },
  consumerKeyInQuery: {
    source: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-https',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `${url}?consumer_key=${values.consumerKey}&consumer_secret=${values.consumerSecret}`,
          headers: {},
        },
        answer: accepted,
      },
    ],
    ...responses,
  },
})
