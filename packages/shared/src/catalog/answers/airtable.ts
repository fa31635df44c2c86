import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import airtable from '../airtable.ts'

const token = 'patAirtable012345.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    id: 'usrL2PNC5o3H4lBEi',
    email: 'ada@example.com',
    scopes: ['data.records:read', 'user.email:read'],
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: { error: { type: 'AUTHENTICATION_REQUIRED', message: 'Authentication required' } },
  },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    error: {
      type: 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND',
      message: 'Invalid permissions, or the requested model was not found.',
    },
  },
}

const grantedToken = 'oaaAirtable012345.v1.StepkeyMadeUpAccess0123456789abcdef'
const refreshToken = 'oaaAirtable012345.v1.refresh.StepkeyMadeUpRefresh0123456789'
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://airtable.com/oauth2/v1/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(airtable, {
  token: {
    source: 'https://airtable.com/developers/web/api/get-user-id-scopes',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.airtable.com/v0/meta/whoami',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'ada@example.com', scopes: ['data.records:read', 'user.email:read'] },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://airtable.com/developers/web/api/oauth-reference',
    values: { scopes: ['data.records:read', 'user.email:read'] },
    consent: {
      authorize: {
        url: 'https://airtable.com/oauth2/v1/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'data.records:read user.email:read',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'oaaAirtable012345.v1.StepkeyMadeUpRenewed',
            refresh_token: 'oaaAirtable012345.v1.refresh.StepkeyMadeUpNext',
            token_type: 'Bearer',
            scope: 'data.records:read user.email:read',
            expires_in: 3600,
            refresh_expires_in: 5184000,
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
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            refresh_token: refreshToken,
            token_type: 'Bearer',
            scope: 'data.records:read user.email:read',
            expires_in: 3600,
            refresh_expires_in: 5184000,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.airtable.com/v0/meta/whoami',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'ada@example.com', scopes: ['data.records:read', 'user.email:read'] },
    bad,
    forbidden,
  },
})
