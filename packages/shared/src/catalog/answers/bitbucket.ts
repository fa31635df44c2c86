import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import bitbucket from '../bitbucket.ts'

const values = { email: 'alice@example.com', token: 'ATATT3xFfGF0bitbucketTokenForTests=0A1B2C3D' }

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    type: 'user',
    uuid: '{d301aafa-d676-4ee0-88be-962be7417567}',
    username: 'alice-example',
    display_name: 'Alice',
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: {
      type: 'error',
      error: { message: 'Token is invalid, expired, or not supported for this endpoint.' },
    },
  },
  { status: 401, headers: { 'www-authenticate': 'Basic realm="Bitbucket.org HTTP"' } },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    type: 'error',
    error: {
      message: 'Your credentials lack one or more required privilege scopes.',
      detail: { granted: ['read:repository:bitbucket'], required: ['read:user:bitbucket'] },
    },
  },
}

const grantedToken = 'stepkeyMadeUpBitbucketAccessToken0123456789=='
const refreshToken = 'stepkeyMadeUpBitbucketRefresh01'
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://bitbucket.org/site/oauth2/access_token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(bitbucket, {
  apiToken: {
    source: 'https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-get',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.bitbucket.org/2.0/user',
          headers: { authorization: `Basic ${btoa(`${values.email}:${values.token}`)}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice-example' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developer.atlassian.com/cloud/bitbucket/oauth-2/',
    values: {},
    consent: {
      authorize: {
        url: 'https://bitbucket.org/site/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpBitbucketAccessTokenRenewed==',
            scopes: 'account repository',
            token_type: 'bearer',
            expires_in: 7200,
            state: 'refresh_token',
            refresh_token: refreshToken,
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
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            scopes: 'account repository',
            token_type: 'bearer',
            expires_in: 7200,
            state: 'authorization_code',
            refresh_token: refreshToken,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.bitbucket.org/2.0/user',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice-example' },
    bad,
    forbidden,
  },
})
