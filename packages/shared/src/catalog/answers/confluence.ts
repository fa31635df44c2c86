import {
  CONSENT,
  type Exchange,
  type Script,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import confluence from '../confluence.ts'

const source = 'https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/'
const owner = { email: 'alice@example.com', token: 'ATATT3xFfGF0wikiSiteTokenForTests=9C8D7E6F' }
const scoped = { email: 'alice@example.com', token: 'ATATT3xFfGF0wikiScopedTokenForTests=1F2E3D4C' }
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    type: 'known',
    accountId: '5b10a2844c20165700ede21g',
    accountType: 'atlassian',
    email: '',
    publicName: 'Alice',
    displayName: 'Alice Example',
  },
}
const bad: Script['bad'] = [
  { status: 401, text: 'Client must be authenticated to access this resource.' },
  // If the site allows anonymous access, an unknown user is treated as anonymous.
  { status: 200, json: { type: 'anonymous', displayName: 'Anonymous' } },
]

const grantedToken = 'eyJraWQiOiJmZTM2.StepkeyMadeUpConfluenceGrant.0123456789'
const refreshToken = 'eyJraWQiOiI1MWE2.StepkeyMadeUpConfluenceRefresh.0123456789'
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
        scopes: ['read:page:confluence', 'read:space:confluence'],
        avatarUrl: 'https://site-admin-avatar-cdn.prod.public.atl-paas.net/avatars/240/flag.png',
      },
    ],
  },
}

export default scripts(confluence, {
  apiToken: {
    source,
    values: { site: 'acme', ...owner },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.atlassian.net/wiki/rest/api/user/current',
          headers: {
            authorization: `Basic ${btoa(`alice@example.com:${owner.token}`)}`,
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Alice Example' },
    bad,
    forbidden: {
      status: 403,
      json: { statusCode: 403, message: 'Current user not permitted to use Confluence' },
    },
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
          url: 'https://api.atlassian.com/ex/confluence/1324a887-45db-1bf4-1e99-ef0ff456d421/wiki/rest/api/user/current',
          headers: {
            authorization: `Basic ${btoa(`alice@example.com:${scoped.token}`)}`,
          },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Alice Example' },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }, ...bad],
    forbidden: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } },
  },
  oauth: {
    source: 'https://developer.atlassian.com/cloud/confluence/oauth-2-3lo-apps/',
    values: { scopes: ['read:page:confluence', 'read:space:confluence'] },
    consent: {
      authorize: {
        url: 'https://auth.atlassian.com/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'offline_access read:page:confluence read:space:confluence',
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
            access_token: 'eyJraWQiOiJmZTM2.StepkeyMadeUpConfluenceRenewed',
            refresh_token: 'eyJraWQiOiI1MWE2.StepkeyMadeUpConfluenceRefreshNext',
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'offline_access read:page:confluence read:space:confluence',
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
            scope: 'offline_access read:page:confluence read:space:confluence',
          },
        },
      },
      sites,
    ],
    learns: { identity: 'acme', scopes: ['read:page:confluence', 'read:space:confluence'] },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }],
    forbidden: { status: 200, json: [] },
  },
})
