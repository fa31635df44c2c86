import { type ScriptedAnswer, scripts } from '../../provider-script.ts'
import jiraDataCenter from '../jira-data-center.ts'

const source = 'https://developer.atlassian.com/server/jira/platform/basic-authentication/'
const url = 'https://issues.example.com/jira/rest/api/2/myself'
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { key: 'JIRAUSER10100', name: 'alice', emailAddress: 'alice@example.com', displayName: 'Alice' },
}
const failed: ScriptedAnswer = {
  status: 401,
  headers: { 'content-type': 'text/html', 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
  text: '<html><title>Unauthorized (401)</title><p>Basic Authentication Failure - Reason : AUTHENTICATED_FAILED</p></html>',
}

export default scripts(jiraDataCenter, {
  accessToken: {
    source,
    values: { baseUrl: 'https://issues.example.com/jira/', token: 'NzE4MjkzMDQ1ODpqaXJhRGF0YUNlbnRlclRlc3Q' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url,
          headers: { authorization: 'Bearer NzE4MjkzMDQ1ODpqaXJhRGF0YUNlbnRlclRlc3Q' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      {
        status: 401,
        json: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
      },
    ],
    forbidden: 'every user can read their own record',
    traps: {
      'a redirect to a sign-in page': {
        answer: { status: 302, headers: { location: '/login.jsp' } },
        finding: { outcome: 'unexpected', reason: 'redirect' },
      },
    },
  },
  password: {
    source,
    values: { baseUrl: 'https://issues.example.com/jira', user: 'alice', password: 'correct horse issue' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url,
          headers: { authorization: 'Basic YWxpY2U6Y29ycmVjdCBob3JzZSBpc3N1ZQ==' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      failed,
      // Jira requires a captcha, or passwords are disabled.
      { status: 403, headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' } },
    ],
    forbidden: 'every user can read their own record, so a 403 means a rejected login',
  },
})
