import { scripts } from '../../provider-script.ts'
import sentry from '../sentry.ts'

const token = 'sntryu_0123456789abcdefsentrymadeuptokenfortests000000000000000001'

export default scripts(sentry, {
  authToken: {
    source: 'https://docs.sentry.io/api/organizations/retrieve-an-organization/',
    values: { server: { kind: 'own', host: 'sentry.example.com' }, organization: 'the-interstellar', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://sentry.example.com/api/0/organizations/the-interstellar/?detailed=0',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: { id: '2', slug: 'the-interstellar', name: 'The Interstellar Jurisdiction' },
        },
      },
    ],
    learns: { identity: 'The Interstellar Jurisdiction' },
    bad: [{ status: 401, json: { detail: 'Invalid token' } }],
    forbidden: { status: 403, json: { detail: 'You do not have permission to perform this action.' } },
    traps: {
      'an organization that does not exist': {
        answer: { status: 404, json: { detail: 'The requested resource does not exist' } },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
})
