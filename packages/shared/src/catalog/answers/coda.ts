import { scripts } from '../../provider-script.ts'
import coda from '../coda.ts'

const token = '00000000-coda-made-up0-0000-token0000001'

export default scripts(coda, {
  apiToken: {
    source: 'https://coda.io/developers/apis/v1#tag/Account/operation/whoami',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://coda.io/apis/v1/whoami',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            name: 'John Doe',
            loginId: 'user@example.com',
            type: 'user',
            scoped: false,
            tokenName: 'My API token',
          },
        },
      },
    ],
    learns: { identity: 'user@example.com' },
    bad: [{ status: 401, json: { statusCode: 401, statusMessage: 'Unauthorized', message: 'Unauthorized' } }],
    forbidden: { status: 403, json: { statusCode: 403, statusMessage: 'Forbidden', message: 'Forbidden' } },
  },
})
