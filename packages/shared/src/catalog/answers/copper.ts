import { CONSENT, scripts } from '../../provider-script.ts'
import copper from '../copper.ts'

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
      authorize: {
        url: 'https://app.copper.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'developer/v1/all',
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://app.copper.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789',
            token_type: 'Bearer',
            scope: 'developer/v1/all',
          },
        },
      },
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
