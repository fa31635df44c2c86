import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

const target = {
  baseUrl: url({
    label: 'Base URL',
    help: 'The beginning of the URL of every request.',
    placeholder: 'https://api.example.com/v1',
  }),
  testPath: text({
    label: 'Test path',
    help: 'The path of the verification request. Choose one that only reads data and that rejects wrong keys.',
    placeholder: '/me',
  }).regex(/^\/(?!\/)/, 'Enter a path that starts with a single /, for example /me'),
  ...tlsFields,
}

const verify: HttpCheck = { method: 'GET', path: '{{testPath}}', ok: { status: '2xx' }, control: true }

export default defineComponent({
  id: 'http',
  title: 'HTTP API',
  description: 'Any API that uses HTTP',
  category: 'generic',
  aliases: ['rest', 'web service', 'json', 'custom', 'bearer', 'api key', 'basic'],
  docsUrl: 'https://developer.mozilla.org/docs/Web/HTTP/Guides/Authentication',
  icon: 'http',
  methods: {
    bearer: {
      title: 'Bearer token',
      fields: z.object({
        ...target,
        token: secret({ label: 'Token', help: 'Sent as “Authorization: Bearer …”. Enter only the token.' }),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify,
    },
    headerKey: {
      title: 'Key in a header',
      fields: z.object({
        ...target,
        headerName: text({
          label: 'Header name',
          help: 'The header in which the API expects the key.',
          placeholder: 'x-api-key',
        }).regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Enter a header name: letters, digits and hyphens'),
        key: secret({ label: 'Key', help: 'Sent in this header exactly as you enter it.' }),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: '{{headerName}}', value: '{{key}}' }],
      verify,
    },
    queryKey: {
      title: 'Key in the URL',
      fields: z.object({
        ...target,
        parameter: text({
          label: 'Parameter',
          help: 'The name of the query parameter.',
          placeholder: 'api_key',
        }),
        key: secret({
          label: 'Key',
          help: 'URLs are often logged. Prefer a header if the API supports it.',
        }),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'query', name: '{{parameter}}', value: '{{key}}' }],
      verify,
    },
    basic: {
      title: 'User and password',
      fields: z.object({
        ...target,
        user: text({ label: 'User', help: 'The user name for the API.' }),
        password: secret({ label: 'Password', help: 'Sent with every request, together with the user.' }),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify,
    },
    digest: {
      title: 'Digest',
      fields: z.object({
        ...target,
        user: text({ label: 'User', help: 'The user name for the API.' }).regex(
          /^[^":]*$/,
          'Enter a name without quotation marks and colons',
        ),
        password: secret({
          label: 'Password',
          help: 'Only a digest of it is sent, never the password itself.',
        }),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [],
      signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' },
      verify,
    },
    clientCredentials: {
      title: 'OAuth 2.0 client credentials',
      fields: z.object({
        ...target,
        tokenUrl: url({
          label: 'Token URL',
          help: 'The URL of the token endpoint.',
          placeholder: 'https://auth.example.com/oauth/token',
        }),
        clientId: text({ label: 'Client ID', help: 'From the registration of your client.' }),
        clientSecret: secret({ label: 'Client secret', help: 'The secret of this client.' }),
        scope: text({
          label: 'Scope',
          help: 'The scopes to request, separated by spaces. Leave it empty for the default scopes of the client.',
        }).optional(),
        audience: text({
          label: 'Audience',
          help: 'Some servers require the API that the token is for.',
          advanced: true,
        }).optional(),
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      token: {
        grant: 'client_credentials',
        url: '{{tokenUrl}}',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'basic',
        parameters: { scope: '{{scope}}', audience: '{{audience}}' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify,
    },
    none: {
      title: 'None',
      fields: z.object(target),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [],
      verify,
    },
  },
})
