import { type ScriptedRequest, scripts } from '../../script.ts'
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

export default scripts(github, {
  token: {
    source: 'https://docs.github.com/en/rest/users/users#get-the-authenticated-user',
    values: { token },
    exchanges: [
      {
        request,
        answer: {
          status: 200,
          headers: {
            'x-oauth-scopes': 'repo, read:org',
            'github-authentication-token-expiration': '2026-12-24 18:00:00 UTC',
          },
          json: { login: 'octocat', id: 1, type: 'User', name: 'monalisa octocat' },
        },
      },
    ],
    learns: { identity: 'octocat', scopes: ['repo', 'read:org'], expiresAt: '2026-12-24T18:00:00.000Z' },
    bad: [{ status: 401, json: { message: 'Bad credentials', status: '401' } }],
    // An installation token of a GitHub App, for example.
    forbidden: { status: 403, json: { message: 'Resource not accessible by integration', status: '403' } },
    traps: {
      'a sign-in page in front of an Enterprise server': {
        answer: {
          status: 200,
          headers: { 'content-type': 'text/html' },
          text: '<!DOCTYPE html><title>Sign in</title>',
        },
        finding: { outcome: 'unexpected', reason: 'web_page' },
      },
    },
  },
})
