import { CONSENT, CONSENT_BASIC, type Exchange, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import oauth2 from '../oauth2.ts'

const access = 'made-up-access-token-0123456789'
const renewed = 'made-up-access-token-9876543210'
const refreshToken = 'made-up-refresh-token-0123456789'
const login = 'https://login.example.com'
const urls = { kind: 'urls', tokenUrl: `${login}/token` } as const
const target = { baseUrl: 'https://api.example.com/v1', testPath: '/me' }
const form = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }

const tokenResponse: ScriptedAnswer = {
  status: 200,
  json: {
    access_token: access,
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: refreshToken,
    scope: 'contacts',
  },
}
const verificationExchange: Exchange = {
  request: {
    method: 'GET',
    url: 'https://api.example.com/v1/me',
    headers: { authorization: `Bearer ${access}` },
  },
  answer: { status: 200, json: { id: 7 } },
}
const toToken = (headers: Record<string, string>, fields: Record<string, string>) =>
  ({ method: 'POST', url: `${login}/token`, headers: { ...form, ...headers }, form: fields }) as const
const unauthorized: ScriptedAnswer = { status: 401, json: { error: 'invalid_token' } }
const forbidden: ScriptedAnswer = { status: 403, json: { error: 'insufficient_scope' } }

export default scripts(oauth2, {
  authorizationCode: {
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1',
    values: {
      ...target,
      provider: { ...urls, authorizeUrl: `${login}/authorize?tenant=7`, revokeUrl: `${login}/revoke` },
      clientId: CONSENT.clientId,
      client: { kind: 'basic', secret: CONSENT.clientSecret },
      scope: 'contacts offline_access',
      prompt: 'consent',
    },
    consent: {
      authorize: {
        url: `${login}/authorize`,
        parameters: {
          tenant: '7',
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: 'http://localhost:4000/oauth/return/login.example.com',
          scope: 'contacts offline_access',
          prompt: 'consent',
        },
      },
      refresh: {
        request: toToken(
          { authorization: CONSENT_BASIC },
          { grant_type: 'refresh_token', refresh_token: refreshToken },
        ),
        answer: { status: 200, json: { access_token: renewed, token_type: 'Bearer', expires_in: 3600 } },
      },
      revoke: {
        request: {
          ...toToken({ authorization: CONSENT_BASIC }, { token: refreshToken }),
          url: `${login}/revoke`,
        },
        answer: { status: 200 },
      },
    },
    exchanges: [
      {
        request: toToken(
          { authorization: CONSENT_BASIC },
          {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: 'http://localhost:4000/oauth/return/login.example.com',
            code_verifier: CONSENT.verifier,
          },
        ),
        answer: tokenResponse,
      },
      verificationExchange,
    ],
    bad: [unauthorized],
    forbidden,
  },
  deviceCode: {
    source: 'https://www.rfc-editor.org/rfc/rfc8628#section-3.1',
    values: {
      ...target,
      provider: { ...urls, deviceUrl: `${login}/device` },
      clientId: CONSENT.clientId,
      client: { kind: 'none' },
      scope: 'contacts',
    },
    consent: {
      device: {
        request: {
          ...toToken({}, { client_id: CONSENT.clientId, scope: 'contacts' }),
          url: `${login}/device`,
        },
        answer: {
          status: 200,
          json: {
            device_code: 'made-up-device-code-0123456789',
            user_code: 'WDJB-MJHT',
            verification_uri: 'https://login.example.com/activate',
            expires_in: 1800,
            interval: 5,
          },
        },
      },
    },
    exchanges: [
      {
        request: toToken(
          {},
          {
            grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
            device_code: 'made-up-device-code-0123456789',
            client_id: CONSENT.clientId,
          },
        ),
        answer: { ...tokenResponse, json: { access_token: access, token_type: 'Bearer' } },
      },
      verificationExchange,
    ],
    bad: [unauthorized],
    forbidden,
  },
  clientCredentials: {
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.4',
    values: {
      ...target,
      provider: urls,
      clientId: CONSENT.clientId,
      client: { kind: 'body', secret: CONSENT.clientSecret },
      scope: 'contacts',
      audience: 'https://api.example.com',
    },
    exchanges: [
      {
        request: toToken(
          {},
          {
            grant_type: 'client_credentials',
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
            scope: 'contacts',
            audience: 'https://api.example.com',
          },
        ),
        answer: { status: 200, json: { access_token: access, token_type: 'Bearer', expires_in: 3600 } },
      },
      verificationExchange,
    ],
    bad: [
      { status: 401, json: { error: 'invalid_client' } },
      { status: 400, json: { error: 'unauthorized_client' } },
    ],
    forbidden,
  },
})
