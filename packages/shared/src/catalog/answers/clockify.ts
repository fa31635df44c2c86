import { scripts } from '../../provider-script.ts'
import clockify from '../clockify.ts'

const apiKey = 'NmE1ZmE3YjItMGMxMi00ZDM0LWE1NjctODlhYmNkZWYw'

export default scripts(clockify, {
  apiKey: {
    source: 'https://docs.clockify.me/#tag/User/operation/getLoggedUser',
    values: { region: 'euc1', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://euc1.clockify.me/api/v1/user',
          headers: { 'x-api-key': apiKey },
        },
        answer: {
          status: 200,
          json: { id: '5a0ab5acb07987125438b60f', email: 'ada@example.com', name: 'Ada', status: 'ACTIVE' },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, json: { message: 'Api key does not exist', code: 4003 } }],
    forbidden: 'every user can read their own profile',
  },
})
