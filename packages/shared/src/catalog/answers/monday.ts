import { scripts } from '../../script.ts'
import monday from '../monday.ts'

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJ0aWQiOjEyMzQ1Njc4OX0.StepkeyMadeUpMondaySignature0123456789'

export default scripts(monday, {
  token: {
    source: 'https://developer.monday.com/api-reference/docs/error-handling',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.monday.com/v2',
          headers: { authorization: token, 'content-type': 'application/json' },
          body: { query: '{ me { id name email } }' },
        },
        answer: {
          status: 200,
          json: {
            data: { me: { id: '4012689', name: 'Ada', email: 'ada@example.com' } },
            account_id: 123456,
          },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, json: { errors: ['Not Authenticated'] } }],
    forbidden: {
      status: 200,
      json: {
        data: [],
        errors: [
          {
            message: 'User unauthorized to perform action',
            path: ['me'],
            extensions: { code: 'UserUnauthorizedException', error_data: {}, status_code: 403 },
          },
        ],
        account_id: 123456,
      },
    },
    traps: {
      'another error inside a 200': {
        answer: {
          status: 200,
          json: { errors: [{ message: 'Parse error', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
        },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
})
