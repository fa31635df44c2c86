import { scripts } from '../../script.ts'
import stripe from '../stripe.ts'

const apiKey = 'rk_test_51StepkeyMadeUpStripeKeyForTests'

export default scripts(stripe, {
  secretKey: {
    source: 'https://docs.stripe.com/api/errors',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.stripe.com/v1/account',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: {
          status: 200,
          json: {
            id: 'acct_1032D82eZvKYlo2C',
            object: 'account',
            email: 'site@example.com',
            business_profile: { name: 'Example' },
            settings: { dashboard: { display_name: 'Stripe.com' } },
          },
        },
      },
    ],
    learns: { identity: 'Stripe.com' },
    bad: [
      {
        status: 401,
        json: { error: { message: 'Invalid API Key provided: rk_test_***', type: 'invalid_request_error' } },
      },
      {
        status: 403,
        json: {
          error: {
            message: 'This API call cannot be made with a publishable API key. Please use a secret API key.',
            type: 'invalid_request_error',
          },
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        error: {
          message:
            'The provided key does not have the required permissions for this endpoint on account acct_1032D82eZvKYlo2C.',
          type: 'invalid_request_error',
        },
      },
    },
  },
})
