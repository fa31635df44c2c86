import { type ScriptedAnswer, scripts } from '../../provider-script.ts'
import klaviyo from '../klaviyo.ts'

const apiKey = 'pk_0123456789abcdefklaviyo0123456789ab'
const error = (status: number, code: string, title: string): ScriptedAnswer => ({
  status,
  json: {
    errors: [
      {
        id: 'f2b6a3ee-9d8b-45f1-87a8-e035418cd5c1',
        status,
        code,
        title,
        detail: title,
        source: { pointer: '/data/' },
      },
    ],
  },
})

export default scripts(klaviyo, {
  apiKey: {
    source: 'https://developers.klaviyo.com/en/reference/get_accounts',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://a.klaviyo.com/api/accounts',
          headers: {
            authorization: `Klaviyo-API-Key ${apiKey}`,
            accept: 'application/vnd.api+json',
            revision: '2026-01-15',
          },
        },
        answer: {
          status: 200,
          headers: { 'content-type': 'application/vnd.api+json' },
          json: {
            data: [
              {
                type: 'account',
                id: 'AbC123',
                attributes: { contact_information: { organization_name: 'Acme Toys' } },
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'Acme Toys' },
    bad: [
      error(401, 'authentication_failed', 'Incorrect authentication credentials.'),
      error(401, 'not_authenticated', 'Authentication credentials were not provided.'),
    ],
    forbidden: error(403, 'permission_denied', 'You do not have permission to perform this action.'),
  },
})
