import { scripts } from '../../script.ts'
import bitbucket from '../bitbucket.ts'

const values = { email: 'alice@example.com', token: 'ATATT3xFfGF0bitbucketTokenForTests=0A1B2C3D' }

export default scripts(bitbucket, {
  apiToken: {
    source: 'https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-get',
    values,
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.bitbucket.org/2.0/user',
          headers: { authorization: `Basic ${btoa(`${values.email}:${values.token}`)}` },
        },
        answer: {
          status: 200,
          json: {
            type: 'user',
            uuid: '{d301aafa-d676-4ee0-88be-962be7417567}',
            username: 'alice-example',
            display_name: 'Alice',
          },
        },
      },
    ],
    learns: { identity: 'alice-example' },
    bad: [
      {
        status: 401,
        json: {
          type: 'error',
          error: { message: 'Token is invalid, expired, or not supported for this endpoint.' },
        },
      },
      { status: 401, headers: { 'www-authenticate': 'Basic realm="Bitbucket.org HTTP"' } },
    ],
    forbidden: {
      status: 403,
      json: {
        type: 'error',
        error: {
          message: 'Your credentials lack one or more required privilege scopes.',
          detail: { granted: ['read:repository:bitbucket'], required: ['read:user:bitbucket'] },
        },
      },
    },
  },
})
