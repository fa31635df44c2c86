import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { choice, lines, multiline, secret, text, url } from '../fields.ts'

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
  }).regex(/^\/(?:[^/]|$)/, 'Enter a path that starts with a single /, for example /me'),
}

const more = {
  headers: lines('header-lines', {
    label: 'More headers',
    help: 'Sent with every request, one per line. They are stored like a secret.',
    placeholder: 'X-Tenant: acme',
    advanced: true,
    secret: true,
  }).optional(),
  query: lines('value-lines', {
    label: 'More query parameters',
    help: 'Sent with every request, one per line. URLs are often logged, so prefer headers.',
    placeholder: 'tenant=acme',
    advanced: true,
    secret: true,
  }).optional(),
  cookies: lines('value-lines', {
    label: 'Cookies',
    help: 'Sent with every request, one per line.',
    placeholder: 'session=…',
    advanced: true,
    secret: true,
  }).optional(),
  body: lines('value-lines', {
    label: 'Values in the body',
    help: 'Added to the JSON body of every request, one per line.',
    placeholder: 'api_key=…',
    advanced: true,
    secret: true,
  }).optional(),
  testMethod: choice({
    label: 'Test method',
    help: 'The method of the verification request: GET, if you choose none. POST must not change anything at this path.',
    options: { GET: 'GET', POST: 'POST', HEAD: 'HEAD' },
    advanced: true,
  }).optional(),
  testBody: multiline({
    label: 'Test body',
    help: 'The JSON body of the verification request, if the method is POST.',
    placeholder: '{ "query": "{ me { id } }" }',
    advanced: true,
  }).optional(),
  ...tlsFields,
}

const everyRequest = [
  { in: 'header', lines: '{{headers}}' },
  { in: 'query', lines: '{{query}}' },
  { in: 'cookie', lines: '{{cookies}}' },
  { in: 'body', lines: '{{body}}' },
] as const

const verify: HttpCheck = {
  method: '{{testMethod|default:GET}}',
  path: '{{testPath}}',
  body: { text: '{{testBody}}' },
  ok: { status: '2xx' },
  control: true,
}

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
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }, ...everyRequest],
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
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: '{{headerName}}', value: '{{key}}' }, ...everyRequest],
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
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'query', name: '{{parameter}}', value: '{{key}}' }, ...everyRequest],
      verify,
    },
    basic: {
      title: 'User and password',
      fields: z.object({
        ...target,
        user: text({
          label: 'User',
          help: 'The user name for the API. Leave it empty if the API expects only a password.',
        }).optional(),
        password: secret({ label: 'Password', help: 'Sent with every request, together with the user.' }),
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }, ...everyRequest],
      verify,
    },
    basicKey: {
      title: 'Key as the user name',
      fields: z.object({
        ...target,
        key: secret({
          label: 'Key',
          help: 'Sent as the user name of HTTP basic authentication, with an empty password.',
        }),
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: [{ in: 'basic', user: '{{key}}', password: '' }, ...everyRequest],
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
        ...more,
      }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: everyRequest,
      signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' },
      verify,
    },
    clientCredentials: {
      title: 'OAuth 2.0 client credentials',
      retired:
        'Use the method “Client credentials” of the component “OAuth 2.0”, which knows more providers.',
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
        ...more,
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
      place: [
        { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
        ...everyRequest,
      ],
      verify,
    },
    none: {
      title: 'None',
      fields: z.object({ ...target, ...more }),
      baseUrl: '{{baseUrl}}',
      tls: tlsOptions,
      place: everyRequest,
      verify,
    },
  },
})
