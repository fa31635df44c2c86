import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import linear from '../linear.ts'

const apiKey = 'lin_api_StepkeyMadeUpLinearKey0123456789abcdefgh'
const errorResponse = (status: number) => ({
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

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { data: { viewer: { id: 'b1a9', name: 'Ada', email: 'ada@example.com' } } },
}
const bad: ScriptedAnswer[] = [401, 400, 200].map(errorResponse)
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { errors: [{ message: 'Forbidden', extensions: { type: 'forbidden', code: 'FORBIDDEN' } }] },
}

const grantedToken = 'lin_oauth_stepkeyMadeUpLinearGrant0123456789abcdef0123456789abcd'
const refreshToken = 'lin_refresh_stepkeyMadeUpLinearRefresh0123456789abcdef'
const tokenUrl = 'https://api.linear.app/oauth/token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
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
          json: {
            errors: [{ message: 'Internal', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
            data: null,
          },
        },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
  oauth: {
    source: 'https://linear.app/developers/oauth-2-0-authentication',
    values: { scopes: ['issues:create', 'comments:create'] },
    consent: {
      authorize: {
        url: 'https://linear.app/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'read,issues:create,comments:create',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'lin_oauth_stepkeyMadeUpLinearRenewed',
            token_type: 'Bearer',
            expires_in: 86399,
            scope: 'read issues:create comments:create',
            refresh_token: 'lin_refresh_stepkeyMadeUpLinearNext',
          },
        },
      },
      revoke: {
        request: oauthRequest('https://api.linear.app/oauth/revoke', { token: refreshToken }),
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: oauthRequest(tokenUrl, {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'Bearer',
            expires_in: 86399,
            scope: 'read issues:create comments:create',
            refresh_token: refreshToken,
          },
        },
      },
      {
        request: {
          method: 'POST',
          url: 'https://api.linear.app/graphql',
          headers: { authorization: `Bearer ${grantedToken}`, 'content-type': 'application/json' },
          body: { query: '{ viewer { id name email } }' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad,
    forbidden,
  },
})
