import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import square from '../square.ts'

const accessToken = 'EAAAStepkeyMadeUpSquareTokenForTests0123456789'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    merchant: [
      {
        id: 'DM7VKY8Q63GNP',
        business_name: 'Apple A Day',
        country: 'US',
        currency: 'USD',
        status: 'ACTIVE',
      },
    ],
    cursor: 1,
  },
}
const errorResponse = (status: number, code: string, detail: string): ScriptedAnswer => ({
  status,
  json: { errors: [{ category: 'AUTHENTICATION_ERROR', code, detail }] },
})
const bad = [errorResponse(401, 'UNAUTHORIZED', 'This request could not be authorized.')]
const forbidden = errorResponse(
  403,
  'INSUFFICIENT_SCOPES',
  'The merchant has not given your application sufficient permissions to do that.',
)

const tokenRequest = (body: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://connect.squareupsandbox.com/oauth2/token',
  headers: { 'content-type': 'application/json' },
  body: { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret, ...body },
})
const grantedToken = 'EAAAStepkeyMadeUpSquareGrantedToken0123456789'
const refreshToken = 'EQAAStepkeyMadeUpSquareRefreshToken0123456789'

export default scripts(square, {
  accessToken: {
    source: 'https://developer.squareup.com/docs/build-basics/general-considerations/handling-errors',
    values: { environment: 'squareupsandbox', accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://connect.squareupsandbox.com/v2/merchants',
          headers: { authorization: `Bearer ${accessToken}`, 'square-version': '2025-01-23' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Apple A Day' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developer.squareup.com/reference/square/oauth-api/obtain-token',
    values: { environment: 'squareupsandbox', scopes: ['ORDERS_READ'] },
    consent: {
      authorize: {
        url: 'https://connect.squareupsandbox.com/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'MERCHANT_PROFILE_READ ORDERS_READ',
        },
      },
      back: { response_type: 'code' },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'EAAAStepkeyMadeUpSquareGrantedTokenNext012345',
            token_type: 'bearer',
            expires_at: '2026-12-31T12:00:00Z',
            merchant_id: 'DM7VKY8Q63GNP',
            refresh_token: refreshToken,
            short_lived: false,
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://connect.squareupsandbox.com/oauth2/revoke',
          headers: {
            'content-type': 'application/json',
            authorization: `Client ${CONSENT.clientSecret}`,
          },
          body: { client_id: CONSENT.clientId, access_token: grantedToken },
        },
        answer: { status: 200, json: { success: true } },
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
            token_type: 'bearer',
            expires_at: '2026-12-01T12:00:00Z',
            merchant_id: 'DM7VKY8Q63GNP',
            refresh_token: refreshToken,
            short_lived: false,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://connect.squareupsandbox.com/v2/merchants',
          headers: { authorization: `Bearer ${grantedToken}`, 'square-version': '2025-01-23' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Apple A Day' },
    bad,
    forbidden,
  },
})
