import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import hubspot from '../hubspot.ts'

const token = 'pat-na1-01234567-89ab-cdef-0123-456789abcdef'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    portalId: 123456,
    accountType: 'STANDARD',
    timeZone: 'US/Eastern',
    companyCurrency: 'USD',
    additionalCurrencies: [],
    utcOffset: '-05:00',
    utcOffsetMilliseconds: -18000000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: {
      status: 'error',
      message: 'Authentication credentials not found.',
      correlationId: '4acd14cf-ade6-4d82-a58c-4a7b4f0e40cd',
      category: 'INVALID_AUTHENTICATION',
    },
  },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    status: 'error',
    message: 'This app hasn’t been granted all required scopes to make this call.',
    correlationId: '7ab0d5e1-1c1d-4a5c-9a0f-0f4d2ad3b0a1',
    category: 'MISSING_SCOPES',
  },
}

const grantedToken = 'CKjp1MadeUpHubSpotAccessTokenForTests0123456789abcdefghijklmnop'
const refreshToken = 'na1-0123-4567-89ab-cdef-stepkeyrefresh'
const tokenUrl = 'https://api.hubapi.com/oauth/2026-03/token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

export default scripts(hubspot, {
  accessToken: {
    source:
      'https://developers.hubspot.com/docs/api-reference/latest/account/account-information/get-account-details',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.hubapi.com/account-info/2026-03/details',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: '123456' },
    bad,
    forbidden,
  },
  oauth: {
    source:
      'https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/create-oauth-token',
    values: { scopes: ['crm.objects.contacts.read'] },
    consent: {
      authorize: {
        url: 'https://app.hubspot.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'oauth crm.objects.contacts.read',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            token_use: 'access_token',
            access_token: 'CKjp1MadeUpHubSpotAccessTokenRenewed',
            refresh_token: refreshToken,
            expires_in: 1800,
            hub_id: 123456,
            user_id: 1234,
            scopes: ['oauth', 'crm.objects.contacts.read'],
          },
        },
      },
      revoke: {
        request: oauthRequest('https://api.hubapi.com/oauth/2026-03/token/revoke', { token: refreshToken }),
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
            token_type: 'bearer',
            token_use: 'access_token',
            access_token: grantedToken,
            refresh_token: refreshToken,
            expires_in: 1800,
            hub_id: 123456,
            user_id: 1234,
            scopes: ['oauth', 'crm.objects.contacts.read'],
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.hubapi.com/account-info/2026-03/details',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: '123456' },
    bad,
    forbidden,
  },
})
