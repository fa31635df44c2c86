import { CONSENT, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import eventbrite from '../eventbrite.ts'

const token = 'STEPKEYEVENTBRITE001'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    id: '12345678901',
    name: 'John Smith',
    emails: [{ email: 'john@example.com', verified: true, primary: true }],
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: {
      status_code: 401,
      error_description: 'The OAuth token you provided was invalid.',
      error: 'INVALID_AUTH',
    },
  },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    status_code: 403,
    error_description: 'You do not have permission to access this resource.',
    error: 'NOT_AUTHORIZED',
  },
}

const grantedToken = 'STEPKEYEVENTBRITEGRANT01'

export default scripts(eventbrite, {
  token: {
    source: 'https://www.eventbrite.com/platform/docs/errors',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://www.eventbriteapi.com/v3/users/me/',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://www.eventbrite.com/platform/docs/authentication',
    values: {},
    consent: {
      authorize: {
        url: 'https://www.eventbrite.com/oauth/authorize',
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
          url: 'https://www.eventbrite.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: { status: 200, json: { access_token: grantedToken, token_type: 'bearer' } },
      },
      {
        request: {
          method: 'GET',
          url: 'https://www.eventbriteapi.com/v3/users/me/',
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
