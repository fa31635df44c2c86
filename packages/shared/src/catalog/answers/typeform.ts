import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import typeform from '../typeform.ts'

const token = 'tfp_StepkeyMadeUpTypeformTokenForTests_0123456789'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { alias: 'Lian', email: 'lian@example.com', language: 'en' },
}
const bad: ScriptedAnswer[] = [401, 403].map((status) => ({
  status,
  json: { code: 'AUTHENTICATION_FAILED', description: 'Authentication credentials not found' },
}))
const forbidden: ScriptedAnswer = { status: 403, json: { code: 'FORBIDDEN', description: 'Missing scope' } }

const grantedToken = 'stepkeyMadeUpTypeformAccessToken0123456789'
const refreshToken = 'stepkeyMadeUpTypeformRefreshToken0123456789'
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://api.typeform.com/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

export default scripts(typeform, {
  token: {
    source: 'https://www.typeform.com/developers/create/reference/retrieve-your-own-account/',
    values: { server: 'api.eu.typeform.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.typeform.com/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'lian@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://www.typeform.com/developers/get-started/applications/',
    values: { server: 'api.eu.typeform.com', scopes: ['forms:read', 'responses:read'] },
    consent: {
      authorize: {
        url: 'https://api.typeform.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'offline accounts:read forms:read responses:read',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpTypeformAccessTokenRenewed',
            expires_in: 604800,
            refresh_token: 'stepkeyMadeUpTypeformRefreshTokenNext',
            scope: 'offline accounts:read forms:read responses:read',
            token_type: 'bearer',
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
            expires_in: 604800,
            refresh_token: refreshToken,
            scope: 'offline accounts:read forms:read responses:read',
            token_type: 'bearer',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.typeform.com/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'lian@example.com' },
    bad,
    forbidden,
  },
})
