import { scripts } from '../../provider-script.ts'
import freshdesk from '../freshdesk.ts'

const apiKey = 'StepkeyFreshdesk0123'

export default scripts(freshdesk, {
  apiKey: {
    source: 'https://developers.freshdesk.com/api/#me',
    values: { subdomain: 'acme', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.freshdesk.com/api/v2/agents/me',
          headers: { authorization: `Basic ${btoa(`${apiKey}:X`)}` },
        },
        answer: {
          status: 200,
          json: {
            id: 1,
            available: true,
            contact: { active: true, name: 'Alice', email: 'alice@example.com' },
          },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      {
        status: 401,
        json: {
          code: 'invalid_credentials',
          message: 'You have to be logged in to perform this action.',
        },
      },
    ],
    forbidden: {
      status: 403,
      json: { code: 'access_denied', message: 'You are not authorized to perform this action.' },
    },
    traps: {
      'a subdomain that does not exist': {
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          text: '<html><title>There is no helpdesk here!</title></html>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
