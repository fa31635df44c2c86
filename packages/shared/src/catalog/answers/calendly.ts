import { scripts } from '../../script.ts'
import calendly from '../calendly.ts'

const token = 'eyJraWQiOiJTdGVwa2V5.Y2FsZW5kbHktbWFkZS11cA.signatureForTests-0123456789'

export default scripts(calendly, {
  token: {
    source: 'https://developer.calendly.com/api-docs/005832c83aeae-get-current-user',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.calendly.com/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            resource: {
              uri: 'https://api.calendly.com/users/AAAAAAAAAAAAAAAA',
              name: 'John Doe',
              slug: 'acmesales',
              email: 'john@example.com',
              current_organization: 'https://api.calendly.com/organizations/AAAAAAAAAAAAAAAA',
            },
          },
        },
      },
    ],
    learns: { identity: 'john@example.com' },
    bad: [{ status: 401, json: { title: 'Unauthenticated', message: 'The access token is invalid' } }],
    forbidden: {
      status: 403,
      json: { title: 'Permission Denied', message: 'You do not have permission to access this resource.' },
    },
  },
})
