import { scripts } from '../../script.ts'
import airtable from '../airtable.ts'

const token = 'patAirtable012345.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

export default scripts(airtable, {
  token: {
    source: 'https://airtable.com/developers/web/api/get-user-id-scopes',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.airtable.com/v0/meta/whoami',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            id: 'usrL2PNC5o3H4lBEi',
            email: 'ada@example.com',
            scopes: ['data.records:read', 'user.email:read'],
          },
        },
      },
    ],
    learns: { identity: 'ada@example.com', scopes: ['data.records:read', 'user.email:read'] },
    bad: [
      {
        status: 401,
        json: { error: { type: 'AUTHENTICATION_REQUIRED', message: 'Authentication required' } },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        error: {
          type: 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND',
          message: 'Invalid permissions, or the requested model was not found.',
        },
      },
    },
  },
})
