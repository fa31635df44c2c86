import { scripts } from '../../provider-script.ts'
import toggl from '../toggl.ts'

const token = '0000toggl0000stepkey0000000000001'

export default scripts(toggl, {
  apiToken: {
    source: 'https://engineering.toggl.com/docs/api/me#get-me',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.track.toggl.com/api/v9/me',
          headers: { authorization: `Basic ${btoa(`${token}:api_token`)}` },
        },
        answer: {
          status: 200,
          json: {
            id: 1234567,
            email: 'john@example.com',
            fullname: 'John Doe',
            default_workspace_id: 1234567,
          },
        },
      },
    ],
    learns: { identity: 'john@example.com' },
    bad: [
      { status: 403, text: 'Incorrect username and/or password' },
      { status: 401, text: 'Unauthorized' },
    ],
    forbidden: 'every token can read its owner, and a wrong token gets a 403',
  },
})
