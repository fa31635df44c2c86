import { type ScriptedAnswer, scripts } from '../../script.ts'
import gitlab from '../gitlab.ts'

const token = 'glpat-Zx9Yw8Vu7Ts6Rq5Po4Nm'
const invalid = (error_description: string): ScriptedAnswer => ({
  status: 401,
  json: { error: 'invalid_token', error_description },
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
    learns: {
      identity: 'Flows of the shop',
      scopes: ['read_api', 'read_repository'],
      expiresAt: '2026-12-24T00:00:00.000Z',
    },
    bad: [
      { status: 401, json: { message: '401 Unauthorized' } },
      invalid('Token was revoked. You have to re-authorize from the user.'),
      invalid('Token is expired. You can either do re-authorization or token refresh.'),
    ],
    forbidden: {
      status: 403,
      json: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges than provided by the access token.',
        scope: 'api read_api',
      },
    },
    traps: {
      'a page that sends visitors to sign in': {
        answer: { status: 302, headers: { location: '/users/sign_in' } },
        finding: { outcome: 'unexpected', reason: 'redirect' },
      },
    },
  },
})
