import { scripts } from '../../provider-script.ts'
import okta from '../okta.ts'

const token = '00StepkeyMadeUpOktaTokenForTests-0123456789'

export default scripts(okta, {
  apiToken: {
    source: 'https://developer.okta.com/docs/reference/error-codes/',
    values: { domain: 'acme.okta.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme.okta.com/api/v1/users/me',
          headers: { authorization: `SSWS ${token}` },
        },
        answer: {
          status: 200,
          json: {
            id: '00ub0oNGTSWTBKOLGLNR',
            status: 'ACTIVE',
            profile: { login: 'isaac.brock@example.com', email: 'isaac.brock@example.com' },
          },
        },
      },
    ],
    learns: { identity: 'isaac.brock@example.com' },
    revoke: {
      request: {
        method: 'DELETE',
        url: 'https://acme.okta.com/api/v1/api-tokens/current',
        headers: { authorization: `SSWS ${token}` },
      },
      answer: { status: 204 },
    },
    bad: [
      {
        status: 401,
        json: {
          errorCode: 'E0000011',
          errorSummary: 'Invalid token provided',
          errorLink: 'E0000011',
          errorId: 'oaeuiUWCPr6TUSkOclgVGlWqw',
          errorCauses: [],
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        errorCode: 'E0000006',
        errorSummary: 'You do not have permission to perform the requested action',
      },
    },
  },
})
