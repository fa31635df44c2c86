import { scripts } from '../../provider-script.ts'
import mailgun from '../mailgun.ts'

const apiKey = '0123456789abcdef0123456789mailgun-01234567-89abcdef'

export default scripts(mailgun, {
  apiKey: {
    source: 'https://documentation.mailgun.com/docs/mailgun/api-reference/openapi-final/domains',
    values: { region: 'api.eu', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.mailgun.net/v4/domains?limit=1',
          headers: { authorization: `Basic ${btoa(`api:${apiKey}`)}` },
        },
        answer: {
          status: 200,
          json: { total_count: 1, items: [{ name: 'mg.example.com', state: 'active' }] },
        },
      },
    ],
    learns: { identity: 'mg.example.com' },
    bad: [{ status: 401, text: 'Forbidden' }],
    forbidden: 'a key without this permission gets the same 401',
    traps: {
      'a key of another region': {
        answer: { status: 401, text: 'Forbidden' },
        finding: { outcome: 'rejected', reason: 'key_or_region' },
      },
    },
  },
})
