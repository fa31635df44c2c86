import { CONSENT, CONSENT_BASIC, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import todoist from '../todoist.ts'

const token = '0123456789abcdef0123456789todoist0000001'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { id: '2671355', full_name: 'Example User', email: 'me@example.com' },
}
const bad: ScriptedAnswer[] = [
  { status: 401, text: 'Unauthorized' },
  { status: 403, text: 'Forbidden' },
]
const forbidden = 'an API token may do everything that its owner may'

const grantedToken = '0123456789abcdef0123456789todoistgrant01'

export default scripts(todoist, {
  apiToken: {
    source: 'https://developer.todoist.com/api/v1/#tag/User',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.todoist.com/api/v1/user',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'me@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developer.todoist.com/api/v1/#tag/Authorization',
    values: { scopes: ['task:add', 'data:delete'] },
    consent: {
      authorize: {
        url: 'https://app.todoist.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'data:read,task:add,data:delete',
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://api.todoist.com/api/v1/revoke',
          headers: { 'content-type': 'application/json', authorization: CONSENT_BASIC },
          body: { token: grantedToken, token_type_hint: 'access_token' },
        },
        answer: { status: 200, json: null },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.todoist.com/oauth/access_token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: { status: 200, json: { access_token: grantedToken, token_type: 'Bearer' } },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.todoist.com/api/v1/user',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'me@example.com' },
    bad,
    forbidden: 'the scope data:read is always requested',
  },
})
