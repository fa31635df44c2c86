import { scripts } from '../../script.ts'
import zendesk from '../zendesk.ts'

export default scripts(zendesk, {
  apiToken: {
    source: 'https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self',
    values: {
      subdomain: 'acme',
      email: 'alice@example.com',
      token: '6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv',
    },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.zendesk.com/api/v2/users/me.json',
          headers: {
            authorization:
              'Basic YWxpY2VAZXhhbXBsZS5jb20vdG9rZW46NndpSUJXYkdrQk1vMW1SRE11VndrdzFFUHNOa2VVajk1UEl6MmFrdg==',
          },
        },
        answer: { status: 200, json: { user: { id: 35436, name: 'Alice', email: 'alice@example.com' } } },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [
      { status: 401, json: { error: 'Couldn’t authenticate you' } },
      // Without valid credentials the user is an anonymous one.
      { status: 200, json: { user: { id: null, name: 'Anonymous user', email: 'invalid@example.com' } } },
    ],
    forbidden: { status: 403, json: { error: 'Forbidden' } },
    traps: {
      'a subdomain that nobody has': {
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          text: '<html>No help desk at…</html>',
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
