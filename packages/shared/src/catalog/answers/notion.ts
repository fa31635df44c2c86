import { scripts } from '../../script.ts'
import notion from '../notion.ts'

const token = 'ntn_0123456789StepkeyMadeUpNotionSecretAbcdefghijk'

export default scripts(notion, {
  token: {
    source: 'https://developers.notion.com/reference/get-self',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.notion.com/v1/users/me',
          headers: { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' },
        },
        answer: {
          status: 200,
          json: {
            object: 'user',
            id: '16d84278-ab0e-484c-9bdd-b35da3bd8905',
            name: 'pied piper',
            avatar_url: null,
            type: 'bot',
            bot: { owner: { type: 'workspace', workspace: true }, workspace_name: 'Ada’s Notion' },
          },
        },
      },
    ],
    learns: { identity: 'Ada’s Notion' },
    bad: [
      {
        status: 401,
        json: { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        object: 'error',
        status: 403,
        code: 'restricted_resource',
        message: 'Insufficient permissions for this endpoint.',
      },
    },
    traps: {
      'a version that is no longer served': {
        answer: { status: 400, json: { object: 'error', status: 400, code: 'missing_version' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
