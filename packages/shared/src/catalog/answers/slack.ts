import { scripts } from '../../script.ts'
import slack from '../slack.ts'

const token = 'xoxb-123456789012-123456789012-StepkeyMadeUpSlackTok0'

export default scripts(slack, {
  token: {
    source: 'https://docs.slack.dev/reference/methods/auth.test',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://slack.com/api/auth.test',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          headers: { 'x-oauth-scopes': 'chat:write,channels:read' },
          json: {
            ok: true,
            url: 'https://subarachnoid.slack.com/',
            team: 'Subarachnoid Workspace',
            user: 'grace',
            team_id: 'T12345678',
            user_id: 'W12345678',
          },
        },
      },
    ],
    learns: { identity: 'Subarachnoid Workspace', scopes: ['chat:write', 'channels:read'] },
    bad: ['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired'].map((error) => ({
      status: 200,
      json: { ok: false, error },
    })),
    forbidden: { status: 200, json: { ok: false, error: 'not_allowed_token_type' } },
    traps: {
      'a failure of its own inside a 200': {
        answer: { status: 200, json: { ok: false, error: 'internal_error' } },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
})
