import { CONSENT, type ScriptedRequest, scripts } from '../../provider-script.ts'
import zohoCrm from '../zoho-crm.ts'

const { clientId, clientSecret } = CONSENT
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://accounts.zoho.eu/oauth/v2/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  form,
})
const app = { client_id: clientId, client_secret: clientSecret }
const grantedToken = '1000.5d0d2e8bStepkeyMadeUpZohoAccess.0123456789abcdef'
const refreshToken = '1000.9d5fbb11StepkeyMadeUpZohoRefresh.0123456789abcdef'
const scope = 'ZohoCRM.users.READ,ZohoCRM.modules.ALL,ZohoCRM.settings.READ'
const errorResponse = (code: string, message: string) => ({
  status: 401,
  json: { code, details: {}, message, status: 'error' },
})

export default scripts(zohoCrm, {
  oauth: {
    source: 'https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html',
    values: { dataCentre: 'zoho.eu', scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.settings.READ'] },
    consent: {
      authorize: {
        url: 'https://accounts.zoho.eu/oauth/v2/auth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope,
          access_type: 'offline',
          prompt: 'consent',
        },
      },
      back: { location: 'eu', 'accounts-server': 'https://accounts.zoho.eu' },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: '1000.8e1f3a9cStepkeyMadeUpZohoAccessNext.0123456789',
            api_domain: 'https://www.zohoapis.eu',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: `https://accounts.zoho.eu/oauth/v2/token/revoke?token=${refreshToken}`,
          headers: {},
        },
        answer: { status: 200, json: { status: 'success' } },
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
            access_token: grantedToken,
            refresh_token: refreshToken,
            scope: scope.replaceAll(',', ' '),
            api_domain: 'https://www.zohoapis.eu',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://www.zohoapis.eu/crm/v8/users?type=CurrentUser',
          headers: { authorization: `Zoho-oauthtoken ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: {
            users: [
              {
                id: '4150868000000225013',
                full_name: 'Patricia Boyle',
                email: 'patricia@example.com',
                status: 'active',
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'patricia@example.com' },
    bad: [
      errorResponse('INVALID_TOKEN', 'invalid oauth token'),
      errorResponse('AUTHENTICATION_FAILURE', 'Authentication failed'),
    ],
    forbidden: errorResponse('OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL'),
  },
})
