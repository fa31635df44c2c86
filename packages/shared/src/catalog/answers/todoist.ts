import { scripts } from '../../script.ts'
import todoist from '../todoist.ts'

const token = '0123456789abcdef0123456789todoist0000001'

export default scripts(todoist, {
  apiToken: {
    source: 'https://developer.todoist.com/api/v1/#tag/User',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.todoist.com/api/v1/user',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: { id: '2671355', full_name: 'Example User', email: 'me@example.com' },
        },
      },
    ],
    learns: { identity: 'me@example.com' },
    bad: [
      { status: 401, text: 'Unauthorized' },
      { status: 403, text: 'Forbidden' },
    ],
    forbidden: 'an API token may do everything that its owner may',
  },
})
