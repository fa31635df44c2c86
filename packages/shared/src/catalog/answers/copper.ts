import { scripts } from '../../provider-script.ts'
import copper from '../copper.ts'

const apiKey = '0000copper0000stepkey00000000001'

export default scripts(copper, {
  apiKey: {
    source: 'https://developer.copper.com/introduction/requests.html',
    values: { email: 'ann@example.com', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.copper.com/developer_api/v1/users/me',
          headers: {
            'x-pw-accesstoken': apiKey,
            'x-pw-application': 'developer_api',
            'x-pw-useremail': 'ann@example.com',
          },
        },
        answer: { status: 200, json: { id: 159258, name: 'Ann Perkins', email: 'ann@example.com' } },
      },
    ],
    learns: { identity: 'ann@example.com' },
    bad: [{ status: 401, json: { success: false, status: 401, message: 'Invalid AccessToken' } }],
    forbidden: { status: 403, json: { success: false, status: 403, message: 'Forbidden' } },
  },
})
