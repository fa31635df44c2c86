import { scripts } from '../../provider-script.ts'
import bamboohr from '../bamboohr.ts'

const apiKey = '0000bamboohr0000stepkey000000000000000001'

export default scripts(bamboohr, {
  apiKey: {
    source: 'https://documentation.bamboohr.com/docs/api-details',
    values: { company: 'acme', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.bamboohr.com/api/v1/employees/0?fields=displayName,workEmail',
          headers: { authorization: `Basic ${btoa(`${apiKey}:x`)}` },
        },
        answer: {
          status: 200,
          json: { id: '123', displayName: 'Alice Example', workEmail: 'alice@example.com' },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad: [{ status: 401 }, { status: 403 }],
    forbidden: 'every user can read their own record, and a 403 means a key of a disabled user',
    traps: {
      'a key that belongs to no employee': {
        answer: { status: 200, json: { id: '0' } },
        finding: { outcome: 'verified' },
      },
      'an unknown company, or an owner without a record': {
        answer: { status: 404 },
        finding: { outcome: 'unexpected', reason: 'not_found' },
      },
    },
  },
})
