import { scripts } from '../../provider-script.ts'
import chargebee from '../chargebee.ts'

const apiKey = 'test_StepkeyMadeUpChargebeeKey0123456789'

export default scripts(chargebee, {
  apiKey: {
    source: 'https://apidocs.chargebee.com/docs/api/error-handling',
    values: { site: 'acme-test', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme-test.chargebee.com/api/v2/configurations',
          headers: { authorization: `Basic ${btoa(`${apiKey}:`)}` },
        },
        answer: {
          status: 200,
          json: { configurations: [{ domain: 'acme-test', product_catalog_version: 'v2' }] },
        },
      },
    ],
    learns: { identity: 'acme-test' },
    bad: [
      {
        status: 401,
        json: {
          message: 'Sorry, authentication failed. Invalid API key',
          api_error_code: 'api_authentication_failed',
          http_status_code: 401,
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        message: 'The key used does not have permission for this operation.',
        api_error_code: 'api_authorization_failed',
        http_status_code: 403,
      },
    },
    traps: {
      'a site that does not exist': {
        answer: { status: 404, json: { message: 'Site not found', http_status_code: 404 } },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
