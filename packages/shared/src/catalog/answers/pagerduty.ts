import { type ScriptedRequest, scripts } from '../../script.ts'
import pagerduty from '../pagerduty.ts'

const source = 'https://developer.pagerduty.com/docs/rest-api-v2/errors'
const generalKey = 'pdus+StepkeyGeneral01'
const userToken = 'u+StepkeyUserToken01'
const asking = (path: string, key: string): ScriptedRequest => ({
  method: 'GET',
  url: `https://api.eu.pagerduty.com${path}`,
  headers: { authorization: `Token token=${key}`, accept: 'application/vnd.pagerduty+json;version=2' },
})
const bad = [{ status: 401, json: { error: { message: 'Invalid Credentials', code: 2006 } } }]
const forbidden = { status: 403, json: { error: { message: 'Access Denied', code: 2010 } } }

export default scripts(pagerduty, {
  generalKey: {
    source,
    values: { region: 'api.eu', apiKey: generalKey },
    exchanges: [
      {
        request: asking('/abilities', generalKey),
        answer: { status: 200, json: { abilities: ['teams', 'read_only_users'] } },
      },
    ],
    bad,
    forbidden,
  },
  userToken: {
    source,
    values: { region: 'api.eu', apiKey: userToken },
    exchanges: [
      {
        request: asking('/users/me', userToken),
        answer: {
          status: 200,
          json: { user: { id: 'PXPGF42', name: 'Earline Greenholt', email: 'earline@example.com' } },
        },
      },
    ],
    learns: { identity: 'earline@example.com' },
    bad,
    forbidden,
    traps: {
      'a general access key in its place': {
        answer: { status: 400, json: { error: { message: 'Invalid Input Provided', code: 2001 } } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
