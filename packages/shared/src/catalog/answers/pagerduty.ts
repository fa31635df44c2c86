import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import pagerduty from '../pagerduty.ts'

const source = 'https://developer.pagerduty.com/docs/rest-api-v2/errors'
const generalKey = 'pdus+StepkeyGeneral01'
const userToken = 'u+StepkeyUserToken01'
const verificationRequest = (path: string, key: string): ScriptedRequest => ({
  method: 'GET',
  url: `https://api.eu.pagerduty.com${path}`,
  headers: { authorization: `Token token=${key}`, accept: 'application/vnd.pagerduty+json;version=2' },
})
const bad = [{ status: 401, json: { error: { message: 'Invalid Credentials', code: 2006 } } }]
const forbidden = { status: 403, json: { error: { message: 'Access Denied', code: 2010 } } }
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { user: { id: 'PXPGF42', name: 'Earline Greenholt', email: 'earline@example.com' } },
}

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://identity.pagerduty.com/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'pdus+_0XBPWQQ_StepkeyMadeUpAccessToken0123'
const refreshToken = 'pdus+_1XBPWQQ_StepkeyMadeUpRefreshToken0123'
const scope = 'openid users.read incidents.read incidents.write'

export default scripts(pagerduty, {
  generalKey: {
    source,
    values: { region: 'api.eu', apiKey: generalKey },
    exchanges: [
      {
        request: verificationRequest('/abilities', generalKey),
        answer: { status: 200, json: { abilities: ['teams', 'read_only_users'] } },
      },
    ],
    bad,
    forbidden,
  },
  userToken: {
    source,
    values: { region: 'api.eu', apiKey: userToken },
    exchanges: [
      {
        request: verificationRequest('/users/me', userToken),
        answer: identityResponse,
      },
    ],
    learns: { identity: 'earline@example.com' },
    bad,
    forbidden,
    traps: {
      'a general access key instead of a user token': {
        answer: { status: 400, json: { error: { message: 'Invalid Input Provided', code: 2001 } } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
  oauth: {
    source:
      'https://github.com/PagerDuty/developer-docs/blob/main/docs/app-integration-development/09-User-OAuth-Token-Code-Grant.md',
    values: { region: 'api.eu', scopes: ['incidents.read', 'incidents.write'] },
    consent: {
      authorize: {
        url: 'https://identity.pagerduty.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'users.read incidents.read incidents.write',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            access_token: 'pdus+_0XBPWQQ_StepkeyMadeUpAccessTokenNext',
            refresh_token: 'pdus+_1XBPWQQ_StepkeyMadeUpRefreshTokenNext',
            scope,
            expires_in: 86400,
          },
        },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            client_info: 'prefix_legacy_app',
            id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c3RlcGtleQ',
            token_type: 'bearer',
            access_token: grantedToken,
            refresh_token: refreshToken,
            scope,
            expires_in: 86400,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.pagerduty.com/users/me',
          headers: {
            authorization: `Bearer ${grantedToken}`,
            accept: 'application/vnd.pagerduty+json;version=2',
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'earline@example.com' },
    bad,
    forbidden,
  },
})
