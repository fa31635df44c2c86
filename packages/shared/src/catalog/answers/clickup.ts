import { CONSENT, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import clickup from '../clickup.ts'

const token = 'pk_12345678_0123456789CLICKUPABCDEFGHIJKLMNO'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    user: { id: 123, username: 'John Doe', email: 'john@example.com', timezone: 'Europe/Berlin' },
  },
}
const bad: ScriptedAnswer[] = ['OAUTH_017', 'OAUTH_025'].map((ECODE) => ({
  status: 401,
  json: { err: 'Token invalid', ECODE },
}))
const forbidden = 'every token may ask for its own user'

const grantedToken = '12345678_stepkeyMadeUpClickUpGrant0123456789abcdef0123456789abcdef'

export default scripts(clickup, {
  token: {
    source: 'https://developer.clickup.com/reference/getauthorizeduser',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.clickup.com/api/v2/user',
          headers: { authorization: token },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developer.clickup.com/docs/authentication#oauth-flow',
    values: {},
    consent: {
      authorize: {
        url: 'https://app.clickup.com/api',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.clickup.com/api/v2/oauth/token',
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
          url: 'https://api.clickup.com/api/v2/user',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john@example.com' },
    bad,
    forbidden,
  },
})
