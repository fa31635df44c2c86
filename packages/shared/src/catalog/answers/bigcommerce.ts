import { scripts } from '../../provider-script.ts'
import bigcommerce from '../bigcommerce.ts'

const token = 'stepkeymadeupbigcommerce0123456'

export default scripts(bigcommerce, {
  token: {
    source: 'https://developer.bigcommerce.com/docs/rest-management/store-information',
    values: { storeHash: 'abc123xyz', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.bigcommerce.com/stores/abc123xyz/v2/store',
          headers: { 'x-auth-token': token },
        },
        answer: {
          status: 200,
          json: { id: 'abc123xyz', domain: 'books.mybigcommerce.com', name: 'Ada’s Books' },
        },
      },
    ],
    learns: { identity: 'Ada’s Books' },
    bad: [{ status: 401, json: [{ status: 401, message: 'Unauthorized' }] }],
    forbidden: {
      status: 403,
      json: { status: 403, title: 'You don’t have a required scope to access the endpoint' },
    },
  },
})
