import { scripts } from '../../script.ts'
import asana from '../asana.ts'

const token = '2/1209876543210/1209876543211:0a1b2c3d4e5f60718293a4b5c6d7e8f9'

export default scripts(asana, {
  token: {
    source: 'https://developers.asana.com/docs/errors',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://app.asana.com/api/1.0/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            data: {
              gid: '12345',
              resource_type: 'user',
              name: 'Greg Sanchez',
              email: 'gsanchez@example.com',
            },
          },
        },
      },
    ],
    learns: { identity: 'gsanchez@example.com' },
    bad: [{ status: 401, json: { errors: [{ message: 'Not Authorized' }] } }],
    forbidden: { status: 403, json: { errors: [{ message: 'Forbidden' }] } },
  },
})
