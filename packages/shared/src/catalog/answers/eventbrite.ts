import { scripts } from '../../script.ts'
import eventbrite from '../eventbrite.ts'

const token = 'STEPKEYEVENTBRITE001'

export default scripts(eventbrite, {
  token: {
    source: 'https://www.eventbrite.com/platform/docs/errors',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://www.eventbriteapi.com/v3/users/me/',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            id: '12345678901',
            name: 'John Smith',
            emails: [{ email: 'john@example.com', verified: true, primary: true }],
          },
        },
      },
    ],
    learns: { identity: 'john@example.com' },
    bad: [
      {
        status: 401,
        json: {
          status_code: 401,
          error_description: 'The OAuth token you provided was invalid.',
          error: 'INVALID_AUTH',
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        status_code: 403,
        error_description: 'You do not have permission to access this resource.',
        error: 'NOT_AUTHORIZED',
      },
    },
  },
})
