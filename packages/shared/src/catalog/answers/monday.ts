import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import monday from '../monday.ts'

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJ0aWQiOjEyMzQ1Njc4OX0.StepkeyMadeUpMondaySignature0123456789'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    data: { me: { id: '4012689', name: 'Ada', email: 'ada@example.com' } },
    account_id: 123456,
  },
}
const bad: ScriptedAnswer[] = [{ status: 401, json: { errors: ['Not Authenticated'] } }]
const forbidden: ScriptedAnswer = {
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
}

const grantedToken = 'eyJhbGciOiJIUzI1NiJ9.eyJ0aWQiOjQyfQ.StepkeyMadeUpMondayGrant0123456789'
const refreshToken = 'eyJhbGciOiJIUzI1NiJ9.eyJyaWQiOjQyfQ.StepkeyMadeUpMondayRefresh0123456789'
const tokenUrl = 'https://auth.monday.com/oauth_ms/oauth/token'
const oauthRequest = (url: string, body: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: { ...body, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

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
        answer: identityResponse,
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad,
    forbidden,
    traps: {
      'another error with the status 200': {
        answer: {
          status: 200,
          json: { errors: [{ message: 'Parse error', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
        },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
  oauth: {
    source: 'https://developer.monday.com/apps/docs/migrating-to-the-new-oauth-flow',
    values: { scopes: ['boards:read'] },
    consent: {
      authorize: {
        url: 'https://auth.monday.com/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'me:read boards:read',
          force_install_if_needed: 'true',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJhbGciOiJIUzI1NiJ9.eyJ0aWQiOjQzfQ.StepkeyMadeUpMondayRenewed',
            refresh_token: 'eyJhbGciOiJIUzI1NiJ9.eyJyaWQiOjQzfQ.StepkeyMadeUpMondayRefreshNext',
            token_type: 'Bearer',
            scope: 'me:read boards:read',
          },
        },
      },
      revoke: {
        request: oauthRequest('https://auth.monday.com/oauth_ms/oauth/revoke', { token: refreshToken }),
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
            refresh_token: refreshToken,
            token_type: 'Bearer',
            scope: 'me:read boards:read',
          },
        },
      },
      {
        request: {
          method: 'POST',
          url: 'https://api.monday.com/v2',
          headers: { authorization: grantedToken, 'content-type': 'application/json' },
          body: { query: '{ me { id name email } }' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad,
    forbidden,
  },
})
