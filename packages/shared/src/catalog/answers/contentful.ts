import { type Script, scripts } from '../../provider-script.ts'
import contentful from '../contentful.ts'
import { authorization, codeExchange } from './consent-exchanges.ts'

const managementToken = 'CFPAT-StepkeyMadeUpContentfulTokenForTests-01234'
const source = 'https://www.contentful.com/developers/docs/references/errors/'
const bad: Script['bad'] = [
  {
    status: 401,
    json: {
      sys: { type: 'Error', id: 'AccessTokenInvalid' },
      message: 'The access token you sent could not be found or is invalid.',
    },
  },
]
const forbidden = { status: 403, json: { sys: { type: 'Error', id: 'AccessDenied' } } }

export default scripts(contentful, {
  managementToken: {
    source,
    values: { region: 'api.eu.contentful.com', token: managementToken },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.contentful.com/users/me',
          headers: { authorization: `Bearer ${managementToken}` },
        },
        answer: {
          status: 200,
          json: {
            sys: { type: 'User', id: '7BslKh9TdKGOK41VmLDjFZ' },
            firstName: 'Alice',
            email: 'alice@example.com',
          },
        },
      },
    ],
    learns: { identity: 'alice@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://www.contentful.com/developers/docs/extensibility/oauth/',
    values: { scopes: ['content_management_read'] },
    consent: {
      authorize: authorization('https://be.contentful.com/oauth/authorize', {
        scope: 'content_management_read',
      }),
    },
    exchanges: [
      codeExchange('https://be.contentful.com/oauth/token', {
        access_token: 'stepkeyMadeUpAccessToken0123456789',
        token_type: 'Bearer',
        scope: 'content_management_read',
      }),
      {
        request: {
          method: 'GET',
          url: 'https://api.contentful.com/users/me',
          headers: { authorization: 'Bearer stepkeyMadeUpAccessToken0123456789' },
        },
        answer: {
          status: 200,
          json: { sys: { type: 'User', id: '7BslKh9TdKGOK41VmLDjFZ' }, email: 'ada@example.com' },
        },
      },
    ],
    learns: { identity: 'ada@example.com' },
    bad: [{ status: 401, json: { sys: { type: 'Error', id: 'AccessTokenInvalid' } } }],
    forbidden: { status: 403, json: { sys: { type: 'Error', id: 'AccessDenied' } } },
  },
})
