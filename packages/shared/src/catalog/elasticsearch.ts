import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

/** Source: elastic.co/docs/api/doc/elasticsearch, “Authenticate a user”, which needs no privilege. */
const verify: HttpCheck = {
  method: 'GET',
  path: '/_security/_authenticate',
  ok: { status: 200, json: [{ at: '/username', exists: true }] },
  identity: ['/api_key/name', '/username'],
}
const address = {
  address: url({
    label: 'Address',
    help: 'The endpoint of Elasticsearch itself, not of Kibana.',
    placeholder: 'https://my-deployment.es.eu-central-1.aws.cloud.es.io',
  }),
}

export default defineComponent({
  id: 'elasticsearch',
  title: 'Elasticsearch',
  description: 'Search and analysis of documents',
  category: 'database',
  aliases: ['elastic', 'elk', 'search', 'kibana', 'logs'],
  docsUrl: 'https://www.elastic.co/docs/deploy-manage/api-keys',
  icon: 'elasticsearch',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        ...address,
        apiKey: secret({
          label: 'API key',
          help: 'In Kibana under Stack Management, API keys. Copy the encoded key, which is shown when you create it. Give it only the privileges that your flows need.',
          helpUrl: 'https://www.elastic.co/docs/deploy-manage/api-keys/elasticsearch-api-keys',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{address}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'ApiKey {{apiKey}}' }],
      verify,
    },
    basic: {
      title: 'User and password',
      fields: z.object({
        ...address,
        user: text({
          label: 'User',
          help: 'An Elasticsearch user with only the roles that your flows need.',
          placeholder: 'flows',
        }),
        password: secret({ label: 'Password', help: 'Sent with every request, together with the user.' }),
        ...tlsFields,
      }),
      baseUrl: '{{address}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify: { ...verify, rejected: [{ status: 401, reason: 'bad_login' }], scopes: { at: '/roles' } },
    },
  },
})
