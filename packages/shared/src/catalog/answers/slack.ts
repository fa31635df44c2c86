import { type ScriptedAnswer, scripts } from '../../provider-script.ts'
import slack from '../slack.ts'
import { authorization, codeExchange, refreshExchange } from './consent-exchanges.ts'

const token = 'xoxb-123456789012-123456789012-StepkeyMadeUpSlackTok0'

const grantedToken = 'xoxb-123456789012-210987654321-StepkeyMadeUpSlackOAuth0'
const identityResponse: ScriptedAnswer = {
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
}
const refusals = ['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired'].map((error) => ({
  status: 200,
  json: { ok: false, error },
}))

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
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Subarachnoid Workspace', scopes: ['chat:write', 'channels:read'] },
    revoke: {
      request: {
        method: 'POST',
        url: 'https://slack.com/api/auth.revoke',
        headers: { authorization: `Bearer ${token}` },
      },
      answer: { status: 200, json: { ok: true, revoked: true } },
    },
    bad: refusals,
    forbidden: { status: 200, json: { ok: false, error: 'not_allowed_token_type' } },
    traps: {
      'a server failure with the status 200': {
        answer: { status: 200, json: { ok: false, error: 'internal_error' } },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
  oauth: {
    source: 'https://docs.slack.dev/authentication/installing-with-oauth',
    values: { scopes: ['chat:write', 'channels:read'] },
    consent: {
      authorize: authorization('https://slack.com/oauth/v2/authorize', { scope: 'chat:write,channels:read' }),
      // For an app with token rotation.
      refresh: refreshExchange('https://slack.com/api/oauth.v2.access', 'xoxe-1-MadeUpRefreshToken', {
        ok: true,
        access_token: 'xoxe.xoxb-1-MadeUpSlackRenewed',
        token_type: 'bot',
        expires_in: 43200,
        refresh_token: 'xoxe-1-MadeUpRefreshTokenNext',
      }),
      revoke: {
        request: {
          method: 'POST',
          url: 'https://slack.com/api/auth.revoke',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 200, json: { ok: true, revoked: true } },
      },
    },
    exchanges: [
      codeExchange('https://slack.com/api/oauth.v2.access', {
        ok: true,
        access_token: grantedToken,
        token_type: 'bot',
        scope: 'chat:write,channels:read',
        expires_in: 43200,
        refresh_token: 'xoxe-1-MadeUpRefreshToken',
        bot_user_id: 'U0KRQLJ9H',
        app_id: 'A0KRD7HC3',
        team: { id: 'T12345678', name: 'Subarachnoid Workspace' },
      }),
      {
        request: {
          method: 'POST',
          url: 'https://slack.com/api/auth.test',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Subarachnoid Workspace', scopes: ['chat:write', 'channels:read'] },
    bad: refusals,
    forbidden: { status: 200, json: { ok: false, error: 'not_allowed_token_type' } },
    traps: {
      'a server failure with the status 200': {
        answer: { status: 200, json: { ok: false, error: 'internal_error' } },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
  userOauth: {
    source: 'https://docs.slack.dev/authentication/installing-with-oauth',
    values: { scopes: ['chat:write', 'channels:read'] },
    consent: {
      authorize: authorization('https://slack.com/oauth/v2/authorize', {
        user_scope: 'chat:write,channels:read',
      }),
      // For an app with token rotation.
      refresh: refreshExchange('https://slack.com/api/oauth.v2.access', 'xoxe-1-MadeUpUserRefreshToken', {
        ok: true,
        access_token: 'xoxe.xoxp-1-MadeUpSlackUserRenewed',
        token_type: 'user',
        expires_in: 43200,
        refresh_token: 'xoxe-1-MadeUpUserRefreshTokenNext',
      }),
      revoke: {
        request: {
          method: 'POST',
          url: 'https://slack.com/api/auth.revoke',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: { status: 200, json: { ok: true, revoked: true } },
      },
    },
    exchanges: [
      codeExchange('https://slack.com/api/oauth.v2.access', {
        ok: true,
        app_id: 'A0KRD7HC3',
        team: { id: 'T12345678' },
        authed_user: {
          id: 'U1234',
          scope: 'chat:write,channels:read',
          access_token: 'stepkeyMadeUpAccessToken0123456789',
          token_type: 'user',
          refresh_token: 'xoxe-1-MadeUpUserRefreshToken',
          expires_in: 43200,
        },
      }),
      {
        request: {
          method: 'POST',
          url: 'https://slack.com/api/auth.test',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Subarachnoid Workspace' },
    bad: refusals,
    forbidden: { status: 200, json: { ok: false, error: 'not_allowed_token_type' } },
  },
})
