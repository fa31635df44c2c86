import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret, text, url } from '../fields.ts'

const target = {
  baseUrl: url({
    label: 'Base URL',
    help: 'Every request starts with it.',
    placeholder: 'https://api.example.com/v1',
  }),
  testPath: text({
    label: 'Test path',
    help: 'Stepkey asks for this path to prove the credential. Choose one that only reads, and that refuses wrong keys.',
    placeholder: '/me',
  }).regex(/^\/(?!\/)/, 'Enter a path that starts with a single /, for example /me'),
}

const verify: HttpCheck = { method: 'GET', path: '{{testPath}}', ok: { status: '2xx' } }

export default defineComponent({
  id: 'http',
  title: 'HTTP API',
  description: 'Any API that speaks HTTP',
  category: 'generic',
  aliases: ['rest', 'web service', 'json', 'custom', 'bearer', 'api key', 'basic'],
  docsUrl: 'https://developer.mozilla.org/docs/Web/HTTP/Guides/Authentication',
  icon: 'http',
  methods: {
    bearer: {
      title: 'Bearer token',
      fields: z.object({
        ...target,
        token: secret({ label: 'Token', help: 'Sent as “Authorization: Bearer …”. Enter the token alone.' }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify,
    },
    headerKey: {
      title: 'Key in a header',
      fields: z.object({
        ...target,
        headerName: text({ label: 'Header name', placeholder: 'x-api-key' }).regex(
          /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/,
          'Enter a header name: letters, digits and hyphens',
        ),
        key: secret({ label: 'Key' }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'header', name: '{{headerName}}', value: '{{key}}' }],
      verify,
    },
    queryKey: {
      title: 'Key in the address',
      fields: z.object({
        ...target,
        parameter: text({
          label: 'Parameter',
          help: 'The name of the query parameter.',
          placeholder: 'api_key',
        }),
        key: secret({
          label: 'Key',
          help: 'Addresses end up in logs: prefer a header where the API allows it.',
        }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'query', name: '{{parameter}}', value: '{{key}}' }],
      verify,
    },
    basic: {
      title: 'User and password',
      fields: z.object({
        ...target,
        user: text({ label: 'User' }),
        password: secret({ label: 'Password' }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify,
    },
    none: {
      title: 'None',
      fields: z.object(target),
      baseUrl: '{{baseUrl}}',
      place: [],
      verify,
    },
  },
})
