import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import figma from '../figma.ts'

const token = 'figd_StepkeyMadeUpFigmaTokenForTests_0123456789-ab'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { id: '2832912312', email: 'alice@example.com', handle: 'Alice', img_url: '' },
}
const bad: ScriptedAnswer[] = [
  { status: 403, json: { status: 403, err: 'Invalid token' } },
  { status: 403, json: { status: 403, err: 'Token expired' } },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { status: 403, err: 'Invalid scope(s). This endpoint requires the current_user:read scope' },
}

const grantedToken = 'figu_StepkeyMadeUpFigmaGrantForTests_0123456789-ab'
const refreshToken = 'figur_StepkeyMadeUpFigmaRefreshForTests_0123456789'
const oauthRequest = (path: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: `https://api.figma.com/v1/oauth/${path}`,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(figma, {
  token: {
    source: 'https://developers.figma.com/docs/rest-api/users-endpoints/',
    values: { token },
    exchanges: [
      {
        request: { method: 'GET', url: 'https://api.figma.com/v1/me', headers: { 'x-figma-token': token } },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developers.figma.com/docs/rest-api/authentication/',
    values: { scopes: ['file_content:read'] },
    consent: {
      authorize: {
        url: 'https://www.figma.com/oauth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'current_user:read file_content:read',
        },
      },
      // The refresh token does not change.
      refresh: {
        request: oauthRequest('refresh', { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'figu_StepkeyMadeUpFigmaRenewedForTests_0123456789',
            token_type: 'bearer',
            expires_in: 7776000,
          },
        },
      },
    },
    exchanges: [
      {
        request: oauthRequest('token', {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
        }),
        answer: {
          status: 200,
          json: {
            user_id_string: '2832912312',
            access_token: grantedToken,
            token_type: 'bearer',
            expires_in: 7776000,
            refresh_token: refreshToken,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.figma.com/v1/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden,
  },
})
