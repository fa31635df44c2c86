import {
  CONSENT,
  type Exchange,
  type Script,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import jira from '../jira.ts'

const source = 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-myself/'
const owner = { email: 'alice@example.com', token: 'ATATT3xFfGF0jiraSiteTokenForTests=1A2B3C4D' }
const scoped = { email: 'alice@example.com', token: 'ATATT3xFfGF0jiraScopedTokenForTests=5E6F7A8B' }
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    accountId: '5b10a2844c20165700ede21g',
    accountType: 'atlassian',
    emailAddress: 'alice@example.com',
    displayName: 'Alice',
    active: true,
  },
}
const bad: Script['bad'] = [{ status: 401, text: 'Client must be authenticated to access this resource.' }]

const grantedToken = 'eyJraWQiOiJmZTM2.StepkeyMadeUpJiraGrant.0123456789'
const refreshToken = 'eyJraWQiOiI1MWE2.StepkeyMadeUpJiraRefresh.0123456789'
const tokenRequest = (body: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://auth.atlassian.com/oauth/token',
  headers: { 'content-type': 'application/json' },
  body: { ...body, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
})

const sites: Exchange = {
  request: {
    method: 'GET',
    url: 'https://api.atlassian.com/oauth/token/accessible-resources',
    headers: { authorization: `Bearer ${grantedToken}` },
  },
  answer: {
    status: 200,
    json: [
      {
        id: '1324a887-45db-1bf4-1e99-ef0ff456d421',
        url: 'https://acme.atlassian.net',
        name: 'acme',
        scopes: ['read:jira-work', 'read:jira-user'],
        avatarUrl: 'https://site-admin-avatar-cdn.prod.public.atl-paas.net/avatars/240/flag.png',
      },
    ],
  },
}

export default scripts(jira, {
  apiToken: {
    source,
    values: { site: 'acme', ...owner },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.atlassian.net/rest/api/3/myself',
          headers: {
            authorization: `Basic ${btoa(`alice@example.com:${owner.token}`)}`,
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden: { status: 403, json: { errorMessages: ['You are not permitted to use Jira.'] } },
    traps: {
      'a site that does not exist': {
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          text: '<!DOCTYPE html><title>Atlassian Cloud Notifications - Page Unavailable</title>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
  scopedToken: {
    source,
    values: { cloudId: '1324a887-45db-1bf4-1e99-ef0ff456d421', ...scoped },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.atlassian.com/ex/jira/1324a887-45db-1bf4-1e99-ef0ff456d421/rest/api/3/myself',
          headers: {
            authorization: `Basic ${btoa(`alice@example.com:${scoped.token}`)}`,
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }, ...bad],
    forbidden: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } },
  },
  oauth: {
    source: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    values: { scopes: ['read:jira-work', 'read:jira-user'] },
    consent: {
      authorize: {
        url: 'https://auth.atlassian.com/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'offline_access read:jira-work read:jira-user',
          audience: 'api.atlassian.com',
          prompt: 'consent',
        },
      },
      lookup: sites,
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJraWQiOiJmZTM2.StepkeyMadeUpJiraRenewed',
            refresh_token: 'eyJraWQiOiI1MWE2.StepkeyMadeUpJiraRefreshNext',
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'offline_access read:jira-work read:jira-user',
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
            refresh_token: refreshToken,
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'offline_access read:jira-work read:jira-user',
          },
        },
      },
      sites,
    ],
    learns: { identity: 'acme', scopes: ['read:jira-work', 'read:jira-user'] },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }],
    forbidden: { status: 200, json: [] },
  },
})
