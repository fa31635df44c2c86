import { type ScriptedAnswer, scripts } from '../../script.ts'
import intercom from '../intercom.ts'

const token = 'dG9rOnN0ZXBrZXlfbWFkZV91cF9pbnRlcmNvbV90b2tlbg=='
const errors = (status: number, code: string, message: string): ScriptedAnswer => ({
  status,
  json: { type: 'error.list', request_id: '0002miv9og586ig3aln0', errors: [{ code, message }] },
})

export default scripts(intercom, {
  token: {
    source: 'https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin',
    values: { region: 'api.eu', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.intercom.io/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            type: 'admin',
            id: '1295',
            name: 'Joe Example',
            email: 'jdoe@example.com',
            app: { type: 'app', id_code: 'abc123', name: 'Acme Support', region: 'EU' },
          },
        },
      },
    ],
    learns: { identity: 'Acme Support' },
    bad: [
      errors(401, 'unauthorized', 'Access Token Invalid'),
      errors(401, 'token_unauthorized', 'Not authorized to access resource'),
      errors(401, 'token_not_found', 'Unauthorized'),
    ],
    forbidden: errors(403, 'action_forbidden', 'This admin does not have Inbox access permissions'),
    traps: {
      'a key of another region': {
        answer: errors(401, 'unauthorized', 'Access Token Invalid'),
        finding: { outcome: 'rejected', reason: 'key_or_region' },
      },
    },
  },
})
