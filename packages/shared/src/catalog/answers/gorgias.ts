import { scripts } from '../../provider-script.ts'
import gorgias from '../gorgias.ts'

const apiKey = 'stepkeymadeupgorgiaskey0123456789abcdef0123456789'

export default scripts(gorgias, {
  apiKey: {
    source: 'https://developers.gorgias.com/reference/get-account',
    values: { subdomain: 'acme', email: 'ada@example.com', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.gorgias.com/api/account',
          headers: { authorization: `Basic ${btoa(`ada@example.com:${apiKey}`)}` },
        },
        answer: {
          status: 200,
          json: {
            domain: 'acme',
            created_datetime: '2019-11-16T15:59:41.966927+00:00',
            status: { status: 'active' },
          },
        },
      },
    ],
    learns: { identity: 'acme' },
    bad: [{ status: 401, json: { error: { msg: 'Invalid credentials.' } } }],
    forbidden: { status: 403, json: { error: { msg: 'Forbidden.' } } },
  },
})
