import { CONSENT, type Script, scripts } from '../../provider-script.ts'
import contentful from '../contentful.ts'

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
      authorize: {
        url: 'https://be.contentful.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'content_management_read',
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://be.contentful.com/oauth/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789',
            token_type: 'Bearer',
            scope: 'content_management_read',
          },
        },
      },
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
