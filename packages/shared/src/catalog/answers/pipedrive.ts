import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import pipedrive from '../pipedrive.ts'

const apiToken = '0123456789pipedriveabcdef0123456789abcde'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    success: true,
    data: {
      id: 777,
      name: 'James Bond',
      email: 'james@example.com',
      company_id: 123,
      company_name: 'MI6',
      company_domain: 'mi6',
    },
  },
}
const bad: ScriptedAnswer[] = [
  { status: 401, json: { success: false, error: 'unauthorized access', errorCode: 401 } },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { success: false, error: 'Forbidden', errorCode: 403 },
}

const grantedToken = 'v1u:stepkeyMadeUpPipedriveAccessToken0123456789'
const refreshToken = '8948421:11301650:stepkeyMadeUpPipedriveRefreshToken'
const tokenUrl = 'https://oauth.pipedrive.com/oauth/token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(pipedrive, {
  apiToken: {
    source: 'https://pipedrive.readme.io/docs/marketplace-getting-user-data',
    values: { apiToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.pipedrive.com/v1/users/me',
          headers: { 'x-api-token': apiToken },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'MI6' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
    values: {},
    consent: {
      authorize: {
        url: 'https://oauth.pipedrive.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'v1u:stepkeyMadeUpPipedriveAccessTokenRenewed',
            token_type: 'Bearer',
            expires_in: 3599,
            refresh_token: refreshToken,
            scope: 'base deals:full',
            api_domain: 'https://mi6.pipedrive.com',
          },
        },
      },
      revoke: {
        request: oauthRequest('https://oauth.pipedrive.com/oauth/revoke', { token: refreshToken }),
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
            expires_in: 3599,
            refresh_token: refreshToken,
            scope: 'base deals:full',
            api_domain: 'https://mi6.pipedrive.com',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://mi6.pipedrive.com/api/v1/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'MI6' },
    bad,
    forbidden,
  },
})
