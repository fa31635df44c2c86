import { scripts } from '../../provider-script.ts'
import launchdarkly from '../launchdarkly.ts'

const accessToken = 'api-01234567-4bad-4dab-8dab-launchdark01'

export default scripts(launchdarkly, {
  accessToken: {
    source: 'https://launchdarkly.com/docs/api/other/get-caller-identity',
    values: { instance: 'app.eu.launchdarkly.com', accessToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://app.eu.launchdarkly.com/api/v2/caller-identity',
          headers: { authorization: accessToken },
        },
        answer: {
          status: 200,
          json: {
            accountId: '1234567890abcdef12345678',
            authKind: 'token',
            tokenName: 'Flows',
            tokenId: 'abcdef1234567890abcdef12',
            serviceToken: true,
          },
        },
      },
    ],
    learns: { identity: 'Flows' },
    bad: [{ status: 401, json: { code: 'unauthorized', message: 'Invalid access token' } }],
    forbidden: {
      status: 403,
      json: { code: 'forbidden', message: 'Forbidden. Access to the requested resource was denied.' },
    },
  },
})
