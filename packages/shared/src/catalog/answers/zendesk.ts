import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import zendesk from '../zendesk.ts'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { user: { id: 35436, name: 'Alice', email: 'alice@example.com' } },
}
const bad: ScriptedAnswer[] = [
  { status: 401, json: { error: 'Couldn’t authenticate you' } },
  // Without valid credentials, the user is anonymous.
  { status: 200, json: { user: { id: null, name: 'Anonymous user', email: 'invalid@example.com' } } },
]
const forbidden: ScriptedAnswer = { status: 403, json: { error: 'Forbidden' } }

const grantedToken = 'stepkeyMadeUpZendeskAccessToken0123456789abcdef0123456789abcdef01'
const refreshToken = 'stepkeyMadeUpZendeskRefreshToken0123456789abcdef'
const tokenRequest = (body: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://acme.zendesk.com/oauth/tokens',
  headers: { 'content-type': 'application/json' },
  body: { ...body, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

export default scripts(zendesk, {
  apiToken: {
    source: 'https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self',
    values: {
      subdomain: 'acme',
      email: 'alice@example.com',
      token: '6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv',
    },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.zendesk.com/api/v2/users/me.json',
          headers: {
            authorization:
              'Basic YWxpY2VAZXhhbXBsZS5jb20vdG9rZW46NndpSUJXYkdrQk1vMW1SRE11VndrdzFFUHNOa2VVajk1UEl6MmFrdg==',
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden,
    traps: {
      'a subdomain that does not exist': {
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          text: '<html>No help desk at…</html>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
  oauth: {
    source: 'https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/',
    values: { subdomain: 'acme', scopes: ['tickets:read'] },
    consent: {
      authorize: {
        url: 'https://acme.zendesk.com/oauth/authorizations/new',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'users:read tickets:read',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpZendeskAccessTokenRenewed',
            refresh_token: 'stepkeyMadeUpZendeskRefreshTokenNext',
            token_type: 'bearer',
            scope: 'users:read tickets:read',
            expires_in: 1800,
            refresh_token_expires_in: 2592000,
          },
        },
      },
      revoke: {
        request: {
          method: 'DELETE',
          url: 'https://acme.zendesk.com/api/v2/oauth/tokens/current.json',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 204 },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            refresh_token: refreshToken,
            token_type: 'bearer',
            scope: 'users:read tickets:read',
            expires_in: 1800,
            refresh_token_expires_in: 2592000,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://acme.zendesk.com/api/v2/users/me.json',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden,
  },
})
