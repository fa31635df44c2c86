import { scripts } from '../../script.ts'
import pipedrive from '../pipedrive.ts'

const apiToken = '0123456789pipedriveabcdef0123456789abcde'

export default scripts(pipedrive, {
  apiToken: {
    source: 'https://pipedrive.readme.io/docs/marketplace-getting-user-data',
    values: { apiToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.pipedrive.com/v1/users/me',
          headers: { 'x-api-token': apiToken },
        },
        answer: {
          status: 200,
          json: {
            success: true,
            data: {
              id: 777,
              name: 'James Bond',
              email: 'james@example.com',
              company_id: 123,
              company_name: 'MI6',
              company_domain: 'mi6',
            },
          },
        },
      },
    ],
    learns: { identity: 'MI6' },
    bad: [{ status: 401, json: { success: false, error: 'unauthorized access', errorCode: 401 } }],
    forbidden: { status: 403, json: { success: false, error: 'Forbidden', errorCode: 403 } },
  },
})
