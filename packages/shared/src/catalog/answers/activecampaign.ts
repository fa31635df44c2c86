import { scripts } from '../../provider-script.ts'
import activecampaign from '../activecampaign.ts'

const apiKey = 'activecampaign0123456789abcdef0123456789abcdef0123456789abcdef0123456789'

export default scripts(activecampaign, {
  apiKey: {
    source: 'https://developers.activecampaign.com/reference/authentication',
    values: { apiUrl: 'https://123456demo.api-us1.com', apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://123456demo.api-us1.com/api/3/users/me',
          headers: { 'api-token': apiKey },
        },
        answer: {
          status: 200,
          json: { user: { id: '1', username: 'ada', firstName: 'Ada', email: 'ada@example.com' } },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 403 }, { status: 401 }],
    forbidden: 'every user can read their own record, so a 403 means a wrong key',
    traps: {
      'an account that does not exist': {
        answer: { status: 404, headers: { 'content-type': 'text/html' }, text: '<html>Not Found</html>' },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
