import { scripts } from '../../script.ts'
import linear from '../linear.ts'

const apiKey = 'lin_api_StepkeyMadeUpLinearKey0123456789abcdefgh'
const refused = (status: number) => ({
  status,
  json: {
    errors: [
      {
        message: 'Authentication required, not authenticated',
        extensions: {
          type: 'authentication error',
          code: 'AUTHENTICATION_ERROR',
          userPresentableMessage: 'You need to authenticate to access this operation.',
        },
      },
    ],
  },
})

export default scripts(linear, {
  apiKey: {
    source: 'https://linear.app/developers/graphql#authentication',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.linear.app/graphql',
          headers: { authorization: apiKey, 'content-type': 'application/json' },
          body: { query: '{ viewer { id name email } }' },
        },
        answer: {
          status: 200,
          json: { data: { viewer: { id: 'b1a9', name: 'Ada', email: 'ada@example.com' } } },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [401, 400, 200].map(refused),
    forbidden: {
      status: 403,
      json: { errors: [{ message: 'Forbidden', extensions: { type: 'forbidden', code: 'FORBIDDEN' } }] },
    },
    traps: {
      'another error inside a 200': {
        answer: {
          status: 200,
          json: {
            errors: [{ message: 'Internal', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
            data: null,
          },
        },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
})
