import { type ScriptedAnswer, scripts } from '../../script.ts'
import mailchimp from '../mailchimp.ts'

const apiKey = '0123456789abcdef0123456789abcdef-us6'
const problem = (status: number, title: string, detail: string): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  json: {
    type: 'https://mailchimp.com/developer/marketing/docs/errors/',
    title,
    status,
    detail,
    instance: '9a822b2e-a4f4-852b-bbf3-f7c1222af5d5',
  },
})

export default scripts(mailchimp, {
  apiKey: {
    source: 'https://mailchimp.com/developer/marketing/docs/errors/',
    values: { apiKey },
    // The end of a key is the data centre: another one is another host.
    wrong: { apiKey: 'ffffffffffffffffffffffffffffffff-us6' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://us6.api.mailchimp.com/3.0/?fields=account_id,account_name,email',
          headers: { authorization: `Basic ${btoa(`stepkey:${apiKey}`)}` },
        },
        answer: {
          status: 200,
          json: {
            account_id: '8d3a3db4d97663a9074efcc16',
            account_name: 'Freddie’s Jokes',
            email: 'freddie@example.com',
          },
        },
      },
    ],
    learns: { identity: 'Freddie’s Jokes' },
    bad: [
      problem(
        401,
        'API Key Invalid',
        'Your API key may be invalid, or you’ve attempted to access the wrong datacenter.',
      ),
    ],
    forbidden: problem(403, 'Forbidden', 'You don’t have permission to access this resource.'),
  },
})
