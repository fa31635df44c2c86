import { scripts } from '../../provider-script.ts'
import razorpay from '../razorpay.ts'

const keySecret = 'StepkeyMadeUpRazorpay012'

export default scripts(razorpay, {
  apiKey: {
    source: 'https://razorpay.com/docs/api/payments/fetch-all-payments/',
    values: { keyId: 'rzp_test_Stepkey0123456', keySecret },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.razorpay.com/v1/payments?count=1',
          headers: { authorization: `Basic ${btoa(`rzp_test_Stepkey0123456:${keySecret}`)}` },
        },
        answer: { status: 200, json: { entity: 'collection', count: 0, items: [] } },
      },
    ],

    bad: [
      { status: 401, json: { error: { code: 'BAD_REQUEST_ERROR', description: 'Authentication failed' } } },
    ],
    forbidden: 'every key has all permissions of the account',
  },
})
