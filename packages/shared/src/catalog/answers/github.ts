import {
  CONSENT,
  CONSENT_BASIC,
  type Exchange,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import github from '../github.ts'

const token = 'github_pat_11ABCDEFG0a1b2c3d4e5f6_Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe9Dc8Ba7'
const request: ScriptedRequest = {
  method: 'GET',
  url: 'https://api.github.com/user',
  headers: {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  },
}

const identityResponse: ScriptedAnswer = {
  status: 200,
  headers: { 'x-oauth-scopes': 'repo, read:org' },
  json: { login: 'octocat', id: 1, type: 'User', name: 'monalisa octocat' },
}
const bad: ScriptedAnswer[] = [{ status: 401, json: { message: 'Bad credentials', status: '401' } }]
// For example, the response to an installation token of a GitHub App.
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { message: 'Resource not accessible by integration', status: '403' },
}

const grantedToken = 'gho_16C7e42F292c6912E7710c838347Ae178B4a'
const tokenRequest = (form: Record<string, string>, url = 'https://github.com/login/oauth/access_token') =>
  ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    form: { ...form, client_id: CONSENT.clientId },
  }) satisfies ScriptedRequest
const tokenAnswer: ScriptedAnswer = {
  status: 200,
  json: { access_token: grantedToken, token_type: 'bearer', scope: 'repo,read:org' },
}
const verificationExchange: Exchange = {
  request: { ...request, headers: { ...request.headers, authorization: `Bearer ${grantedToken}` } },
  answer: identityResponse,
}
const revoke: Exchange = {
  request: {
    method: 'DELETE',
    url: `https://api.github.com/applications/${CONSENT.clientId}/token`,
    headers: { ...request.headers, 'content-type': 'application/json', authorization: CONSENT_BASIC },
    body: { access_token: grantedToken },
  },
  answer: { status: 204 },
}

export default scripts(github, {
  token: {
    source: 'https://docs.github.com/en/rest/users/users#get-the-authenticated-user',
    values: { token },
    exchanges: [
      {
        request,
        answer: {
          ...identityResponse,
          headers: {
            ...identityResponse.headers,
            'github-authentication-token-expiration': '2026-12-24 18:00:00 UTC',
          },
        },
      },
    ],
    learns: { identity: 'octocat', scopes: ['repo', 'read:org'], expiresAt: '2026-12-24T18:00:00.000Z' },
    revoke: {
      request: {
        method: 'POST',
        url: 'https://api.github.com/credentials/revoke',
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'content-type': 'application/json',
        },
        body: { credentials: [token] },
      },
      answer: { status: 202 },
    },
    bad,
    forbidden,
    traps: {
      'a sign-in page of a proxy before an Enterprise server': {
        answer: {
          status: 200,
          headers: { 'content-type': 'text/html' },
          text: '<!DOCTYPE html><title>Sign in</title>',
        },
        finding: { outcome: 'unexpected', reason: 'web_page' },
      },
    },
  },
  oauth: {
    source: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    values: { scopes: ['repo', 'read:org'] },
    consent: {
      authorize: {
        url: 'https://github.com/login/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'repo read:org',
        },
      },
      revoke,
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
          client_secret: CONSENT.clientSecret,
        }),
        answer: tokenAnswer,
      },
      verificationExchange,
    ],
    learns: { identity: 'octocat', scopes: ['repo', 'read:org'] },
    bad,
    forbidden,
  },
  device: {
    source:
      'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#device-flow',
    values: { scopes: ['repo', 'read:org'] },
    consent: {
      device: {
        request: tokenRequest({ scope: 'repo read:org' }, 'https://github.com/login/device/code'),
        answer: {
          status: 200,
          json: {
            device_code: '3584d83530557fdd1f46af8289938c8ef79f9dc5',
            user_code: 'WDJB-MJHT',
            verification_uri: 'https://github.com/login/device',
            expires_in: 900,
            interval: 5,
          },
        },
      },
      revoke,
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code: '3584d83530557fdd1f46af8289938c8ef79f9dc5',
        }),
        answer: tokenAnswer,
      },
      verificationExchange,
    ],
    learns: { identity: 'octocat', scopes: ['repo', 'read:org'] },
    bad,
    forbidden,
  },
  oauthEnterprise: {
    source:
      'https://docs.github.com/en/enterprise-server@latest/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    values: {
      host: 'github.example.com',
      clientId: 'own-app-0123',
      clientSecret: 'ownAppSecretMadeUp0123456789',
      scopes: ['repo'],
    },
    consent: {
      authorize: {
        url: 'https://github.example.com/login/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: 'own-app-0123',
          redirect_uri: 'http://localhost:4000/oauth/return/github.example.com',
          scope: 'repo',
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://github.example.com/login/oauth/access_token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: 'http://localhost:4000/oauth/return/github.example.com',
            client_id: 'own-app-0123',
            client_secret: 'ownAppSecretMadeUp0123456789',
          },
        },
        answer: {
          status: 200,
          json: { access_token: 'stepkeyMadeUpAccessToken0123456789', scope: 'repo', token_type: 'bearer' },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://github.example.com/api/v3/user',
          headers: {
            authorization: 'Bearer stepkeyMadeUpAccessToken0123456789',
            accept: 'application/vnd.github+json',
            'x-github-api-version': '2022-11-28',
          },
        },
        answer: { status: 200, json: { login: 'octocat', id: 1 } },
      },
    ],
    learns: { identity: 'octocat' },
    bad: [{ status: 401, json: { message: 'Bad credentials' } }],
    forbidden: { status: 403, json: { message: 'Resource not accessible by integration' } },
  },
})
