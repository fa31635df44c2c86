import { scripts } from '../../provider-script.ts'
import resend from '../resend.ts'

const apiKey = 're_StepkeyM_adeUpResendKeyForTests01'

export default scripts(resend, {
  apiKey: {
    source: 'https://resend.com/docs/api-reference/errors',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.resend.com/domains',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: {
          status: 200,
          json: {
            object: 'list',
            data: [{ id: 'd91cd9bd-1176-453e-8fc1-35364d380206', name: 'example.com', status: 'verified' }],
          },
        },
      },
    ],
    learns: { identity: 'example.com' },
    bad: [
      {
        status: 400,
        json: { statusCode: 400, message: 'API key is invalid', name: 'validation_error' },
      },
      {
        status: 401,
        json: { statusCode: 401, message: 'API key is invalid', name: 'validation_error' },
      },
      { status: 403, json: { statusCode: 403, message: 'API key is not valid.', name: 'invalid_api_key' } },
    ],
    forbidden: {
      status: 401,
      json: {
        statusCode: 401,
        message: 'This API key is restricted to only send emails',
        name: 'restricted_api_key',
      },
    },
  },
})
