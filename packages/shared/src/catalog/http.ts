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

const verify: HttpCheck = { method: 'GET', path: '{{testPath}}', ok: { status: '2xx' }, control: true }

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
        headerName: text({
          label: 'Header name',
          help: 'The header that the API looks into.',
          placeholder: 'x-api-key',
        }).regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Enter a header name: letters, digits and hyphens'),
        key: secret({ label: 'Key', help: 'Sent in that header, exactly as you enter it.' }),
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
        user: text({ label: 'User', help: 'The name of the user, as the API knows it.' }),
        password: secret({ label: 'Password', help: 'Sent with every request, together with the user.' }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify,
    },
    digest: {
      title: 'Digest',
      fields: z.object({
        ...target,
        user: text({ label: 'User', help: 'The name of the user, as the API knows it.' }).regex(
          /^[^":]*$/,
          'Enter a name without quotation marks and colons',
        ),
        password: secret({ label: 'Password', help: 'It is never sent itself, only a digest of it.' }),
      }),
      baseUrl: '{{baseUrl}}',
      place: [],
      signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' },
      verify,
    },
    clientCredentials: {
      title: 'OAuth 2.0 client credentials',
      fields: z.object({
        ...target,
        tokenUrl: url({
          label: 'Token address',
          help: 'Where access tokens are asked for.',
          placeholder: 'https://auth.example.com/oauth/token',
        }),
        clientId: text({ label: 'Client ID', help: 'From the registration of your client.' }),
        clientSecret: secret({ label: 'Client secret', help: 'It belongs to the client ID.' }),
        scope: text({
          label: 'Scope',
          help: 'What the token shall allow, separated by spaces. Leave it empty for what the client has by default.',
        }).optional(),
        audience: text({
          label: 'Audience',
          help: 'Some servers want to know for which API the token is.',
          advanced: true,
        }).optional(),
      }),
      baseUrl: '{{baseUrl}}',
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
      place: [],
      verify,
    },
  },
})
