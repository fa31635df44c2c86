import {
  CONSENT,
  CONSENT_BASIC,
  type Exchange,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import xero from '../xero.ts'

const oauthRequest = (path: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: `https://identity.xero.com/connect/${path}`,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})
const grantedToken = 'eyJhbGciOiJSUzI1NiIsImtpZCI6.StepkeyMadeUpXeroToken.0123456789'
const refreshToken = 'StepkeyMadeUpXeroRefreshToken-0123456789'
const scope = 'offline_access accounting.contacts accounting.invoices'
const errorResponse = (status: number, Title: string, Detail: string): ScriptedAnswer => ({
  status,
  json: {
    Type: null,
    Title,
    Status: status,
    Detail,
    Instance: '6ba8e1a5-0b1a-4e6c-9a06-3f5c2b6c1f8e',
    Extensions: {},
  },
})

const accounts: Exchange = {
  request: {
    method: 'GET',
    url: 'https://api.xero.com/connections',
    headers: { authorization: `Bearer ${grantedToken}` },
  },
  answer: {
    status: 200,
    json: [
      {
        id: 'e1eede29-f875-4a5d-8470-17f6a29a88b1',
        authEventId: 'd99ecdfe-391d-43d2-b834-17636ba90e8d',
        tenantId: '70784a63-d24b-46a9-a4db-0e70a274b056',
        tenantType: 'ORGANISATION',
        tenantName: 'Maple Florist',
      },
    ],
  },
}

export default scripts(xero, {
  oauth: {
    source: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow/',
    values: { scopes: ['accounting.contacts', 'accounting.invoices'] },
    consent: {
      authorize: {
        url: 'https://login.xero.com/identity/connect/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope,
        },
      },
      lookup: accounts,
      refresh: {
        request: oauthRequest('token', { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJhbGciOiJSUzI1NiIsImtpZCI6.StepkeyMadeUpXeroTokenNext.0123456789',
            expires_in: 1800,
            token_type: 'Bearer',
            refresh_token: 'StepkeyMadeUpXeroRefreshTokenNext-0123456789',
            scope,
          },
        },
      },
      revoke: {
        request: oauthRequest('revocation', { token: refreshToken }),
        answer: { status: 200 },
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
            access_token: grantedToken,
            expires_in: 1800,
            token_type: 'Bearer',
            refresh_token: refreshToken,
            scope,
          },
        },
      },
      {
        ...accounts,
        request: {
          ...accounts.request,
          headers: { ...accounts.request.headers, 'xero-tenant-id': '70784a63-d24b-46a9-a4db-0e70a274b056' },
        },
      },
    ],
    learns: { identity: 'Maple Florist' },
    bad: [errorResponse(401, 'Unauthorized', 'AuthenticationUnsuccessful')],
    forbidden: errorResponse(403, 'Forbidden', 'AuthenticationUnsuccessful'),
    traps: {
      'a grant without any organisation left': {
        answer: { status: 200, json: [] },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
  clientCredentials: {
    source: 'https://developer.xero.com/documentation/guides/oauth2/custom-connections/',
    values: {
      clientId: '0123456789ABCDEF0123456789ABCDEF',
      clientSecret: 'StepkeyMadeUpXeroSecret0123456789',
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://identity.xero.com/connect/token',
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            authorization: `Basic ${btoa('0123456789ABCDEF0123456789ABCDEF:StepkeyMadeUpXeroSecret0123456789')}`,
          },
          form: { grant_type: 'client_credentials' },
        },
        answer: { status: 200, json: { access_token: grantedToken, expires_in: 1800, token_type: 'Bearer' } },
      },
      accounts,
    ],
    learns: { identity: 'Maple Florist' },
    bad: [{ status: 400, json: { error: 'invalid_client' } }],
    forbidden: errorResponse(403, 'Forbidden', 'AuthenticationUnsuccessful'),
  },
})
