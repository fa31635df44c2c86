import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import notion from '../notion.ts'

const token = 'ntn_0123456789StepkeyMadeUpNotionSecretAbcdefghijk'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    object: 'user',
    id: '16d84278-ab0e-484c-9bdd-b35da3bd8905',
    name: 'pied piper',
    avatar_url: null,
    type: 'bot',
    bot: { owner: { type: 'workspace', workspace: true }, workspace_name: 'Ada’s Notion' },
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' },
  },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    object: 'error',
    status: 403,
    code: 'restricted_resource',
    message: 'Insufficient permissions for this endpoint.',
  },
}

const grantedToken = 'ntn_9876543210StepkeyMadeUpNotionGrantAbcdefghijkl'
const refreshToken = 'nrt_9876543210StepkeyMadeUpNotionRefreshAbcdefghij'
const tokenRequest = (body: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://api.notion.com/v1/oauth/token',
  headers: { 'content-type': 'application/json', authorization: CONSENT_BASIC },
  body,
})

export default scripts(notion, {
  token: {
    source: 'https://developers.notion.com/reference/get-self',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.notion.com/v1/users/me',
          headers: { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Ada’s Notion' },
    bad,
    forbidden,
    traps: {
      'an API version that is no longer supported': {
        answer: { status: 400, json: { object: 'error', status: 400, code: 'missing_version' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
  oauth: {
    source: 'https://developers.notion.com/reference/create-a-token',
    values: {},
    consent: {
      authorize: {
        url: 'https://api.notion.com/v1/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          owner: 'user',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'ntn_9876543210StepkeyMadeUpNotionRenewed',
            token_type: 'bearer',
            refresh_token: 'nrt_9876543210StepkeyMadeUpNotionRefreshNext',
            bot_id: '16d84278-ab0e-484c-9bdd-b35da3bd8905',
            workspace_id: '60bc5e3b-0b2f-4b7e-9f5f-1d1d4a3c2b1a',
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://api.notion.com/v1/oauth/revoke',
          headers: {
            'content-type': 'application/json',
            'notion-version': '2025-09-03',
            authorization: CONSENT_BASIC,
          },
          body: { token: grantedToken },
        },
        answer: { status: 200, json: { request_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' } },
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
            refresh_token: refreshToken,
            bot_id: '16d84278-ab0e-484c-9bdd-b35da3bd8905',
            workspace_id: '60bc5e3b-0b2f-4b7e-9f5f-1d1d4a3c2b1a',
            workspace_name: 'Ada’s Notion',
            workspace_icon: null,
            owner: { type: 'user', user: { object: 'user', id: '5389a034-eb5c-47b5-8a9e-f79c99ef166c' } },
            duplicated_template_id: null,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.notion.com/v1/users/me',
          headers: { authorization: `Bearer ${grantedToken}`, 'notion-version': '2025-09-03' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Ada’s Notion' },
    bad,
    forbidden,
  },
})
