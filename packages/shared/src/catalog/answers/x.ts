import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import x from '../x.ts'

const oauthRequest = (path: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: `https://api.x.com/2/oauth2/${path}`,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})
const grantedToken = 'U3RlcGtleU1hZGVVcFhBY2Nlc3NUb2tlbjAxMjM0NTY3ODk'
const refreshToken = 'U3RlcGtleU1hZGVVcFhSZWZyZXNoVG9rZW4wMTIzNDU2Nzg5'
const scope = 'tweet.read users.read offline.access tweet.write'
const errorResponse = (status: number, title: string, detail: string): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  json: { title, type: 'about:blank', status, detail },
})

export default scripts(x, {
  oauth: {
    source: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
    values: { scopes: ['tweet.write'] },
    consent: {
      authorize: {
        url: 'https://x.com/i/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope,
        },
      },
      refresh: {
        request: oauthRequest('token', { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            expires_in: 7200,
            access_token: 'U3RlcGtleU1hZGVVcFhBY2Nlc3NUb2tlbk5leHQwMTIzNDU2',
            scope,
            refresh_token: 'U3RlcGtleU1hZGVVcFhSZWZyZXNoVG9rZW5OZXh0',
          },
        },
      },
      revoke: {
        request: oauthRequest('revoke', { token: refreshToken }),
        answer: { status: 200, json: { revoked: true } },
      },
    },
    exchanges: [
      {
        request: oauthRequest('token', {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            expires_in: 7200,
            access_token: grantedToken,
            scope,
            refresh_token: refreshToken,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.x.com/2/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: { data: { id: '2244994945', name: 'Developers', username: 'XDevelopers' } },
        },
      },
    ],
    learns: { identity: 'XDevelopers' },
    bad: [errorResponse(401, 'Unauthorized', 'Unauthorized')],
    forbidden: errorResponse(403, 'Forbidden', 'Forbidden'),
  },
  appOnly: {
    source: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/application-only',
    values: { apiKey: 'xvz1evFS4wEEPTGEFPHBog', apiSecret: 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg' },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.x.com/oauth2/token',
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            authorization: `Basic ${btoa('xvz1evFS4wEEPTGEFPHBog:L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg')}`,
          },
          form: { grant_type: 'client_credentials' },
        },
        answer: { status: 200, json: { token_type: 'bearer', access_token: 'AAAAStepkeyMadeUpBearerToken' } },
      },
    ],
    bad: [
      {
        status: 403,
        json: {
          errors: [
            { code: 99, label: 'authenticity_token_error', message: 'Unable to verify your credentials' },
          ],
        },
      },
    ],
    forbidden: 'every issued token has this permission',
  },
})
