import { scripts } from '../../provider-script.ts'
import mattermost from '../mattermost.ts'

const token = 'q8xk5m3zt7nrjfw9b1ph6ydc4e'

export default scripts(mattermost, {
  token: {
    source: 'https://docs.mattermost.com/api/reference/get-user',
    values: { url: 'https://chat.example.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://chat.example.com/api/v4/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: { id: 'n1yx8h3d5fgz7m9qk2w4r6t8pa', username: 'stepkey-bot', email: '' },
        },
      },
    ],
    learns: { identity: 'stepkey-bot' },
    bad: [
      {
        status: 401,
        json: {
          id: 'api.context.session_expired.app_error',
          message: 'Invalid or expired session, please login again.',
          status_code: 401,
        },
      },
    ],
    forbidden: 'every user can read their own profile',
  },
})
