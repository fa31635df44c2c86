import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import asana from '../asana.ts'

const token = '2/1209876543210/1209876543211:0a1b2c3d4e5f60718293a4b5c6d7e8f9'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    data: {
      gid: '12345',
      resource_type: 'user',
      name: 'Greg Sanchez',
      email: 'gsanchez@example.com',
    },
  },
}
const bad: ScriptedAnswer[] = [{ status: 401, json: { errors: [{ message: 'Not Authorized' }] } }]
const forbidden: ScriptedAnswer = { status: 403, json: { errors: [{ message: 'Forbidden' }] } }

const grantedToken = '2/1209876543210/1209876543299:stepkeyMadeUpAsanaGrant0123456789'
const refreshToken = '2/1209876543210/1209876543299:stepkeyMadeUpAsanaRefresh01234567'
const tokenUrl = 'https://app.asana.com/-/oauth_token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

export default scripts(asana, {
  token: {
    source: 'https://developers.asana.com/docs/errors',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://app.asana.com/api/1.0/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'gsanchez@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developers.asana.com/docs/oauth',
    values: { scopes: ['tasks:read', 'tasks:write'] },
    consent: {
      authorize: {
        url: 'https://app.asana.com/-/oauth_authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'users:read tasks:read tasks:write',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: '2/1209876543210/1209876543299:stepkeyMadeUpAsanaRenewed',
            token_type: 'bearer',
            expires_in: 3600,
            data: { id: '12345', gid: '12345', name: 'Greg Sanchez', email: 'gsanchez@example.com' },
          },
        },
      },
      revoke: {
        request: oauthRequest('https://app.asana.com/-/oauth_revoke', { token: refreshToken }),
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: oauthRequest(tokenUrl, {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'bearer',
            expires_in: 3600,
            data: { id: '12345', gid: '12345', name: 'Greg Sanchez', email: 'gsanchez@example.com' },
            refresh_token: refreshToken,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://app.asana.com/api/1.0/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'gsanchez@example.com' },
    bad,
    forbidden,
  },
})
