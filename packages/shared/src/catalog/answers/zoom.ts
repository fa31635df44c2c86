import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import zoom from '../zoom.ts'

const values = {
  accountId: 'AbCdEfGhIjKlMnOpQrStUv',
  clientId: 'Zo0mCl1ent1dMadeUp000',
  clientSecret: 'StepkeyMadeUpZoomSecret012345678',
}

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    id: 'KDcuGIm1QgePTO8WbOqwIQ',
    first_name: 'Jill',
    last_name: 'Chill',
    email: 'jchill@example.com',
    type: 2,
    account_id: 'cKDcuGIm1QgePTO8WbOqw',
  },
}
const grantedToken = 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomGrant0123456789'
const refreshToken = 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomRefresh0123456789'
const oauthRequest = (form: Record<string, string>, path = 'token'): ScriptedRequest => ({
  method: 'POST',
  url: `https://zoom.us/oauth/${path}`,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(zoom, {
  serverToServer: {
    source: 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/',
    values,
    exchanges: [
      {
        request: {
          method: 'POST',
          url: `https://zoom.us/oauth/token?grant_type=account_credentials&account_id=${values.accountId}`,
          headers: { authorization: `Basic ${btoa(`${values.clientId}:${values.clientSecret}`)}` },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomAccessToken',
            token_type: 'bearer',
            expires_in: 3599,
            scope: 'meeting:read:meeting:admin user:read:user:admin',
            api_url: 'https://api.zoom.us',
          },
        },
      },
    ],
    learns: { scopes: ['meeting:read:meeting:admin', 'user:read:user:admin'] },
    bad: [400, 401].map((status) => ({
      status,
      json: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    })),
    forbidden: 'every issued token has this permission',
    traps: {
      'an account that does not exist': {
        answer: { status: 400, json: { reason: 'Account does not exist', error: 'invalid_request' } },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'an app of another type': {
        answer: { status: 400, json: { reason: 'unsupported grant type', error: 'unsupported_grant_type' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
  oauth: {
    source: 'https://developers.zoom.us/docs/integrations/oauth/',
    values: {},
    consent: {
      authorize: {
        url: 'https://zoom.us/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      refresh: {
        request: oauthRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomRenewed',
            token_type: 'bearer',
            refresh_token: 'eyJzdiI6IjAwMDAwMSJ9.StepkeyMadeUpZoomRefreshNext',
            expires_in: 3599,
            scope: 'user:read:user meeting:read:meeting',
            api_url: 'https://api.zoom.us',
          },
        },
      },
      revoke: {
        request: oauthRequest({ token: grantedToken }, 'revoke'),
        answer: { status: 200, json: { status: 'success' } },
      },
    },
    exchanges: [
      {
        request: oauthRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'bearer',
            refresh_token: refreshToken,
            expires_in: 3599,
            scope: 'user:read:user meeting:read:meeting',
            api_url: 'https://api.zoom.us',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.zoom.us/v2/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'jchill@example.com' },
    bad: [
      { status: 401, json: { code: 124, message: 'Invalid access token.' } },
      { status: 401, json: { code: 124, message: 'Access token is expired.' } },
    ],
    forbidden: {
      status: 400,
      json: {
        code: 4711,
        message: 'Invalid access token, does not contain scopes:[user:read:user, user:read:user:admin].',
      },
    },
    traps: {
      'a request that is rejected for another reason': {
        answer: { status: 400, json: { code: 300, message: 'Validation Failed.' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
