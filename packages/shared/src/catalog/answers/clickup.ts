import { scripts } from '../../script.ts'
import clickup from '../clickup.ts'

const token = 'pk_12345678_0123456789CLICKUPABCDEFGHIJKLMNO'

export default scripts(clickup, {
  token: {
    source: 'https://developer.clickup.com/reference/getauthorizeduser',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.clickup.com/api/v2/user',
          headers: { authorization: token },
        },
        answer: {
          status: 200,
          json: {
            user: { id: 123, username: 'John Doe', email: 'john@example.com', timezone: 'Europe/Berlin' },
          },
        },
      },
    ],
    learns: { identity: 'john@example.com' },
    bad: ['OAUTH_017', 'OAUTH_025'].map((ECODE) => ({ status: 401, json: { err: 'Token invalid', ECODE } })),
    forbidden: 'every token may ask for its own user',
  },
})
