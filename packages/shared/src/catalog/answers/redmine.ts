import { scripts } from '../../provider-script.ts'
import redmine from '../redmine.ts'

const apiKey = 'ebc3f6b781a6fb3f2b0a83ce0ebb80e0d585189d'

export default scripts(redmine, {
  apiKey: {
    source: 'https://www.redmine.org/projects/redmine/wiki/Rest_Users',
    values: { url: 'https://redmine.example.com', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://redmine.example.com/users/current.json',
          headers: { 'x-redmine-api-key': apiKey },
        },
        // The response also contains the key.
        answer: {
          status: 200,
          json: { user: { id: 3, login: 'ada', mail: 'ada@example.com', api_key: apiKey } },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, text: '' }],
    forbidden: { status: 403, text: '' },
  },
})
