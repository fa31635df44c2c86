import { scripts } from '../../provider-script.ts'
import copper from '../copper.ts'
import { authorization, codeExchange } from './consent-exchanges.ts'

const apiKey = '0000copper0000stepkey00000000001'

export default scripts(copper, {
  apiKey: {
    source: 'https://developer.copper.com/introduction/requests.html',
    values: { email: 'ann@example.com', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.copper.com/developer_api/v1/users/me',
          headers: {
            'x-pw-accesstoken': apiKey,
            'x-pw-application': 'developer_api',
            'x-pw-useremail': 'ann@example.com',
          },
        },
        answer: { status: 200, json: { id: 159258, name: 'Ann Perkins', email: 'ann@example.com' } },
      },
    ],
    learns: { identity: 'ann@example.com' },
    bad: [{ status: 401, json: { success: false, status: 401, message: 'Invalid AccessToken' } }],
    forbidden: { status: 403, json: { success: false, status: 403, message: 'Forbidden' } },
  },
  oauth: {
    source: 'https://developer.copper.com/introduction/oauth/overview.html',
    values: {},
    consent: {
      authorize: authorization('https://app.copper.com/oauth/authorize', { scope: 'developer/v1/all' }),
    },
    exchanges: [
      codeExchange('https://app.copper.com/oauth/token', {
        access_token: 'stepkeyMadeUpAccessToken0123456789',
        token_type: 'Bearer',
        scope: 'developer/v1/all',
      }),
      {
        request: {
          method: 'GET',
          url: 'https://api.copper.com/developer_api/v1/users/me',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: { status: 200, json: { id: 159258, name: 'Ada', email: 'ada@example.com' } },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401 }],
    forbidden: 'every token can read its owner',
  },
})
