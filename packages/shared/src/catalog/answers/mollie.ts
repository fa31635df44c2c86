import { scripts } from '../../provider-script.ts'
import mollie from '../mollie.ts'

const apiKey = 'test_StepkeyMadeUpMollieKey0123456'

export default scripts(mollie, {
  apiKey: {
    source: 'https://docs.mollie.com/reference/list-methods',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.mollie.com/v2/methods',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: {
          status: 200,
          json: {
            count: 1,
            _embedded: { methods: [{ resource: 'method', id: 'ideal', description: 'iDEAL' }] },
          },
        },
      },
    ],

    bad: [
      {
        status: 401,
        json: {
          status: 401,
          title: 'Unauthorized Request',
          detail: 'Missing authentication, or failed to authenticate',
        },
      },
    ],
    forbidden: { status: 403, json: { status: 403, title: 'Forbidden' } },
  },
})
