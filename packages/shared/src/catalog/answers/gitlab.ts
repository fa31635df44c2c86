import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import gitlab from '../gitlab.ts'

const token = 'glpat-Zx9Yw8Vu7Ts6Rq5Po4Nm'
const invalid = (error_description: string): ScriptedAnswer => ({
  status: 401,
  json: { error: 'invalid_token', error_description },
})

const bad: ScriptedAnswer[] = [
  { status: 401, json: { message: '401 Unauthorized' } },
  invalid('Token was revoked. You have to re-authorize from the user.'),
  invalid('Token is expired. You can either do re-authorization or token refresh.'),
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: 'api read_api',
  },
}
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { id: 24, username: 'john_smith', name: 'John Smith', state: 'active', email: 'john@example.com' },
}

const grantedToken = 'stepkeyMadeUpGitlabAccessToken0123456789abcdef0123456789abcdef01'
const refreshToken = 'stepkeyMadeUpGitlabRefreshToken0123456789'
const tokenUrl = 'https://gitlab.com/oauth/token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

export default scripts(gitlab, {
  token: {
    source: 'https://docs.gitlab.com/api/personal_access_tokens/#self-inform',
    values: { server: { kind: 'selfManaged', url: 'https://code.example.com/gitlab' }, token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://code.example.com/gitlab/api/v4/personal_access_tokens/self',
          headers: { 'private-token': token },
        },
        answer: {
          status: 200,
          json: {
            id: 4,
            name: 'Flows of the shop',
            revoked: false,
            created_at: '2026-07-23T14:31:47.729Z',
            scopes: ['read_api', 'read_repository'],
            user_id: 24,
            active: true,
            expires_at: '2026-12-24',
          },
        },
      },
    ],
    revoke: {
      request: {
        method: 'DELETE',
        url: 'https://code.example.com/gitlab/api/v4/personal_access_tokens/self',
        headers: { 'private-token': token },
      },
      answer: { status: 204 },
    },
    learns: {
      identity: 'Flows of the shop',
      scopes: ['read_api', 'read_repository'],
      expiresAt: '2026-12-24T00:00:00.000Z',
    },
    bad,
    forbidden,
    traps: {
      'a redirect to a sign-in page': {
        answer: { status: 302, headers: { location: '/users/sign_in' } },
        finding: { outcome: 'unexpected', reason: 'redirect' },
      },
    },
  },
  oauth: {
    source: 'https://docs.gitlab.com/api/oauth2/#authorization-code-with-proof-key-for-code-exchange-pkce',
    values: { scopes: ['read_api', 'read_repository'] },
    consent: {
      authorize: {
        url: 'https://gitlab.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'read_user read_api read_repository',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpGitlabAccessTokenRenewed',
            token_type: 'Bearer',
            expires_in: 7200,
            refresh_token: 'stepkeyMadeUpGitlabRefreshTokenNext',
            created_at: 1793541600,
          },
        },
      },
      revoke: {
        request: oauthRequest('https://gitlab.com/oauth/revoke', { token: refreshToken }),
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
            access_token: grantedToken,
            token_type: 'Bearer',
            expires_in: 7200,
            refresh_token: refreshToken,
            scope: 'read_user read_api read_repository',
            created_at: 1793534400,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://gitlab.com/api/v4/user',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john_smith' },
    bad,
    forbidden,
  },
  oauthSelfManaged: {
    source: 'https://docs.gitlab.com/api/oauth2/',
    values: {
      url: 'https://gitlab.example.com',
      clientId: 'own-app-0123',
      clientSecret: 'ownAppSecretMadeUp0123456789',
      scopes: ['read_api'],
    },
    consent: {
      authorize: {
        url: 'https://gitlab.example.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: 'own-app-0123',
          redirect_uri: 'http://localhost:4000/oauth/return/gitlab.example.com',
          scope: 'read_user read_api',
        },
      },
      refresh: {
        request: {
          method: 'POST',
          url: 'https://gitlab.example.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'refresh_token',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
            client_id: 'own-app-0123',
            client_secret: 'ownAppSecretMadeUp0123456789',
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789Next',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789Next',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://gitlab.example.com/oauth/revoke',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            token: 'stepkeyMadeUpRefreshToken0123456789',
            client_id: 'own-app-0123',
            client_secret: 'ownAppSecretMadeUp0123456789',
          },
        },
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://gitlab.example.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: 'http://localhost:4000/oauth/return/gitlab.example.com',
            code_verifier: CONSENT.verifier,
            client_id: 'own-app-0123',
            client_secret: 'ownAppSecretMadeUp0123456789',
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://gitlab.example.com/api/v4/user',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: { status: 200, json: { id: 1, username: 'ada', name: 'Ada' } },
      },
    ],
    learns: { identity: 'ada' },
    bad: [{ status: 401, json: { message: '401 Unauthorized' } }],
    forbidden: { status: 403, json: { error: 'insufficient_scope' } },
  },
})
