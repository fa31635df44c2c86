import { type Script, type ScriptedAnswer, scripts } from '../../script.ts'
import jira from '../jira.ts'

const source = 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-myself/'
const owner = { email: 'alice@example.com', token: 'ATATT3xFfGF0jiraSiteTokenForTests=1A2B3C4D' }
const scoped = { email: 'alice@example.com', token: 'ATATT3xFfGF0jiraScopedTokenForTests=5E6F7A8B' }
const me: ScriptedAnswer = {
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
        answer: me,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden: { status: 403, json: { errorMessages: ['You are not permitted to use Jira.'] } },
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
          url: 'https://api.atlassian.com/ex/jira/1324a887-45db-1bf4-1e99-ef0ff456d421/rest/api/3/myself',
          headers: {
            authorization: `Basic ${btoa(`alice@example.com:${scoped.token}`)}`,
          },
        },
        answer: me,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [{ status: 401, json: { code: 401, message: 'Unauthorized' } }, ...bad],
    forbidden: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } },
  },
})
