import { scripts } from '../../provider-script.ts'
import freshservice from '../freshservice.ts'

const apiKey = 'StepkeyFreshservice45'

export default scripts(freshservice, {
  apiKey: {
    source: 'https://api.freshservice.com/#authentication',
    values: { subdomain: 'acme', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.freshservice.com/api/v2/agents/me',
          headers: { authorization: `Basic ${btoa(`${apiKey}:X`)}` },
        },
        answer: {
          status: 200,
          json: { agent: { id: 21000111, first_name: 'Alice', email: 'alice@example.com', active: true } },
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
          text: '<html><title>Freshservice</title></html>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
