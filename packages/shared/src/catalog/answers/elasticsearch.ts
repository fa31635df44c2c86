import { type Script, scripts } from '../../provider-script.ts'
import elasticsearch from '../elasticsearch.ts'

const source = 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-authenticate'
const address = 'https://search.example.com'
const apiKey = 'ZWxhc3RpY3NlYXJjaC1tYWRlLXVwOmtleS1mb3ItdGVzdHM='
const password = 'elasticsearch-made-up-password'
const bad: Script['bad'] = [
  {
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="security", charset="UTF-8"' },
    json: {
      error: {
        type: 'security_exception',
        reason: 'unable to authenticate with provided credentials and anonymous access is not allowed',
      },
      status: 401,
    },
  },
]
const forbidden = 'everybody may ask who they are'

export default scripts(elasticsearch, {
  apiKey: {
    source,
    values: { address, apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `${address}/_security/_authenticate`,
          headers: { authorization: `ApiKey ${apiKey}` },
        },
        answer: {
          status: 200,
          json: {
            username: 'elastic',
            roles: [],
            authentication_type: 'api_key',
            api_key: { id: 'VuaCfGcBCdbkQm', name: 'flows' },
          },
        },
      },
    ],
    learns: { identity: 'flows' },
    bad,
    forbidden,
  },
  basic: {
    source,
    values: { address, user: 'rdeniro', password },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: `${address}/_security/_authenticate`,
          headers: { authorization: `Basic ${btoa(`rdeniro:${password}`)}` },
        },
        answer: {
          status: 200,
          json: { username: 'rdeniro', roles: ['admin'], enabled: true, authentication_type: 'realm' },
        },
      },
    ],
    learns: { identity: 'rdeniro', scopes: ['admin'] },
    bad,
    forbidden,
  },
})
