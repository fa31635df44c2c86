import { scripts } from '../../provider-script.ts'
import brevo from '../brevo.ts'

const apiKey = 'xkeysib-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-StepkeyBrevo0001'

export default scripts(brevo, {
  apiKey: {
    source: 'https://developers.brevo.com/reference/get-account',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.brevo.com/v3/account',
          headers: { 'api-key': apiKey },
        },
        answer: {
          status: 200,
          json: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Example', companyName: 'Acme' },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, json: { code: 'unauthorized', message: 'Key not found' } }],
    forbidden: {
      status: 403,
      json: {
        code: 'permission_denied',
        message:
          'Access denied for resource "account". The API key does not include the required permission.',
      },
    },
    traps: {
      'an IP address that the account has not authorized': {
        answer: {
          status: 401,
          json: {
            code: 'unauthorized',
            message: 'We have detected you are using an unrecognised IP address 203.0.113.9.',
          },
        },
        finding: { outcome: 'limited' },
      },
    },
  },
})
