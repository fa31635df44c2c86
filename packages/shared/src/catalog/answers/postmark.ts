import { type Script, scripts } from '../../provider-script.ts'
import postmark from '../postmark.ts'

const source = 'https://postmarkapp.com/developer/api/overview#error-codes'
const serverToken = '00000000-postmark-made-up0-server000001'
const bad: Script['bad'] = [
  {
    status: 401,
    json: { ErrorCode: 10, Message: 'Request does not contain a valid Server token.' },
  },
]
const forbidden = 'there are no tokens that may do less'

export default scripts(postmark, {
  serverToken: {
    source,
    values: { serverToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.postmarkapp.com/server',
          headers: { 'x-postmark-server-token': serverToken },
        },
        answer: {
          status: 200,
          json: { ID: 1, Name: 'Staging Testing', ApiTokens: [serverToken], DeliveryType: 'Live' },
        },
      },
    ],
    learns: { identity: 'Staging Testing' },
    bad,
    forbidden,
  },
})
