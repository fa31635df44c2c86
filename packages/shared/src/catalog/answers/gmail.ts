import { scripts } from '../../provider-script.ts'
import gmail from '../gmail.ts'
import { consented, serviceAccount } from './google.ts'

const issued = serviceAccount(['https://www.googleapis.com/auth/gmail.readonly'])

export default scripts(gmail, {
  serviceAccount: {
    ...issued,
    source: 'https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile',
    values: { ...issued.values, subject: 'ada@example.com' },
    exchanges: [
      ...issued.exchanges,
      {
        request: {
          method: 'GET',
          url: 'https://gmail.googleapis.com/gmail/v1/users/me/profile',
          headers: { authorization: 'Bearer ya29.c.StepkeyMadeUpServiceAccountToken-0123456789' },
        },
        answer: {
          status: 200,
          json: {
            emailAddress: 'ada@example.com',
            messagesTotal: 7,
            threadsTotal: 5,
            historyId: '1042',
          },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    forbidden: {
      status: 403,
      json: {
        error: {
          code: 403,
          message: 'Request had insufficient authentication scopes.',
          status: 'PERMISSION_DENIED',
        },
      },
    },
    traps: {
      'a user without a mailbox': {
        answer: {
          status: 400,
          json: {
            error: { code: 400, message: 'Precondition check failed.', status: 'FAILED_PRECONDITION' },
          },
        },
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
  oauth: consented([
    'https://www.googleapis.com/auth/gmail.readonly',
    'https://www.googleapis.com/auth/gmail.send',
  ]),
})
