import { type Script, scripts } from '../../provider-script.ts'
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
})
