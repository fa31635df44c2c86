import { type Script, type ScriptedAnswer, scripts } from '../../script.ts'
import confluence from '../confluence.ts'

const source = 'https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/'
const owner = { email: 'alice@example.com', token: 'ATATT3xFfGF0wikiSiteTokenForTests=9C8D7E6F' }
const scoped = { email: 'alice@example.com', token: 'ATATT3xFfGF0wikiScopedTokenForTests=1F2E3D4C' }
const me: ScriptedAnswer = {
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
  // Where anonymous visitors are admitted, whoever isn't recognised is one.
  { status: 200, json: { type: 'anonymous', displayName: 'Anonymous' } },
]

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
        answer: me,
      },
    ],
    learns: { identity: 'Alice Example' },
    bad,
    forbidden: {
      status: 403,
      json: { statusCode: 403, message: 'Current user not permitted to use Confluence' },
    },
    traps: {
      'a site that nobody has': {
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
        answer: me,
      },
    ],
    learns: { identity: 'Alice Example' },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }, ...bad],
    forbidden: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } },
  },
})
