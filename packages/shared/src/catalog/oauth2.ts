import { z } from 'zod'
import { type AuthorizationCode, defineComponent, type HttpCheck, type TokenEndpoint } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { choice, lines, privateKey, secret, text, url, variants } from '../fields.ts'

const endpoint = (label: string, placeholder: string) =>
  url({ label, help: 'Listed in the documentation of the provider.', placeholder })

const discovery = z.object({
  kind: z.literal('discovery'),
  issuer: url({
    label: 'Issuer',
    help: 'The issuer URL, below which the provider publishes its endpoints at /.well-known/openid-configuration.',
    placeholder: 'https://login.example.com',
  }),
})
const tokenUrl = endpoint('Token URL', 'https://login.example.com/oauth/token')
const providerField = {
  label: 'Provider',
  help: 'Many providers publish their endpoints. The issuer is then sufficient.',
  options: { discovery: 'By issuer', urls: 'By endpoint URLs' },
}
const clientId = text({ label: 'Client ID', help: 'From the app that you registered with the provider.' })
const clientSecret = secret({ label: 'Client secret', help: 'From the same app.' })

const client = variants(
  {
    label: 'Client authentication',
    help: 'How this client proves its identity.',
    options: {
      basic: 'In a header (basic)',
      body: 'In the request',
      private_key_jwt: 'With a private key',
      none: 'Public client',
    },
  },
  [
    z.object({ kind: z.literal('basic'), secret: clientSecret }),
    z.object({ kind: z.literal('body'), secret: clientSecret }),
    z.object({
      kind: z.literal('private_key_jwt'),
      privateKey: privateKey({
        label: 'Private key',
        help: 'An RSA key in PEM format. Register its public key with the provider.',
      }),
    }),
    z.object({ kind: z.literal('none') }),
  ],
)

const requestedAccess = {
  scope: text({
    label: 'Scopes',
    help: 'Separated by spaces. Request only the scopes that your flows need.',
    placeholder: 'openid offline_access',
  }).optional(),
  audience: text({
    label: 'Audience',
    help: 'Some providers require the API that the access is for.',
    advanced: true,
  }).optional(),
  resource: text({
    label: 'Resource',
    help: 'The URL of the API that the access is for, if the provider follows RFC 8707.',
    advanced: true,
  }).optional(),
}

const tokenParameters = lines('value-lines', {
  label: 'More parameters of the token request',
  help: 'One per line. Parameters that OAuth defines, such as client_id, are set by Stepkey.',
  placeholder: 'tenant=acme',
  secret: true,
  advanced: true,
}).optional()

const authorizeParameters = lines('value-lines', {
  label: 'More parameters of the authorization request',
  help: 'One per line. They are visible in the address bar of the browser.',
  placeholder: 'access_type=offline',
  advanced: true,
}).optional()

const target = {
  baseUrl: url({ label: 'Base URL', help: 'The base URL of the API that the access is for.' }),
  testPath: text({
    label: 'Test path',
    help: 'The path of the verification request. Choose one that only reads data and that rejects wrong tokens.',
    placeholder: '/me',
  }).regex(/^\/(?:[^/]|$)/, 'Enter a path that starts with a single /, for example /me'),
  headerPrefix: text({
    label: 'Header prefix',
    help: 'What stands before the access token in the header Authorization, if it is not “Bearer”.',
    placeholder: 'Bearer',
    advanced: true,
  })
    .regex(/^[A-Za-z0-9._~+/-]+$/, 'Enter one word without spaces')
    .optional(),
  tokenParameters,
  ...tlsFields,
}

const tokenEndpoint = {
  url: '{{provider.tokenUrl}}',
  discover: '{{provider.issuer}}',
  clientId: '{{clientId}}',
  clientSecret: '{{client.secret}}',
  clientKey: '{{client.privateKey}}',
  clientAuth: '{{client.kind}}',
  moreParameters: '{{tokenParameters}}',
} satisfies TokenEndpoint

const bearerRequest = {
  baseUrl: '{{baseUrl}}',
  tls: tlsOptions,
  place: [
    { in: 'header', name: 'authorization', value: '{{headerPrefix|default:Bearer}} {{token.access_token}}' },
  ],
  verify: {
    method: 'GET',
    path: '{{testPath}}',
    ok: { status: '2xx' },
    control: true,
    // The path should return the user. Most providers use these names for the identity.
    identity: ['/email', '/preferred_username', '/login', '/username', '/name', '/sub'],
  } satisfies HttpCheck,
} as const

const prompt = choice({
  label: 'Prompt',
  help: 'Some providers issue a refresh token only if they prompt for consent each time.',
  options: { consent: 'Consent each time', login: 'Sign-in each time' },
  advanced: true,
}).optional()

/** RFC 6749, 7636, 8414 and 8628. A provider that deviates from them needs its own component. */
export default defineComponent({
  id: 'oauth2',
  title: 'OAuth 2.0',
  description: 'Any API that uses OAuth 2.0',
  category: 'generic',
  aliases: ['oauth', 'openid connect', 'oidc', 'authorization code', 'client credentials', 'device', 'sso'],
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc6749',
  icon: 'oauth2',
  methods: {
    authorizationCode: {
      title: 'Connect in the browser',
      fields: z.object({
        provider: variants(providerField, [
          discovery,
          z.object({
            kind: z.literal('urls'),
            authorizeUrl: endpoint('Authorization URL', 'https://login.example.com/oauth/authorize'),
            tokenUrl,
            revokeUrl: endpoint('Revocation URL', 'https://login.example.com/oauth/revoke').optional(),
          }),
        ]),
        clientId,
        client,
        ...requestedAccess,
        prompt,
        authorizeParameters,
        ...target,
      }),
      token: {
        grant: 'authorization_code',
        ...tokenEndpoint,
        authorizeUrl: '{{provider.authorizeUrl}}',
        scope: '{{scope}}',
        authorizeParameters: { audience: '{{audience}}', resource: '{{resource}}', prompt: '{{prompt}}' },
        moreAuthorizeParameters: '{{authorizeParameters}}',
        parameters: { resource: '{{resource}}' },
        revoke: { url: '{{provider.revokeUrl}}' },
      } satisfies AuthorizationCode,
      ...bearerRequest,
    },
    deviceCode: {
      title: 'Connect with a code',
      fields: z.object({
        provider: variants(providerField, [
          discovery,
          z.object({
            kind: z.literal('urls'),
            deviceUrl: endpoint('Device authorization URL', 'https://login.example.com/oauth/device/code'),
            tokenUrl,
            revokeUrl: endpoint('Revocation URL', 'https://login.example.com/oauth/revoke').optional(),
          }),
        ]),
        clientId,
        client,
        scope: requestedAccess.scope,
        ...target,
      }),
      token: {
        grant: 'device_code',
        ...tokenEndpoint,
        deviceUrl: '{{provider.deviceUrl}}',
        scope: '{{scope}}',
        revoke: { url: '{{provider.revokeUrl}}' },
      },
      ...bearerRequest,
    },
    clientCredentials: {
      title: 'Client credentials',
      fields: z.object({
        provider: variants(providerField, [discovery, z.object({ kind: z.literal('urls'), tokenUrl })]),
        clientId,
        client,
        ...requestedAccess,
        ...target,
      }),
      token: {
        grant: 'client_credentials',
        ...tokenEndpoint,
        parameters: { scope: '{{scope}}', audience: '{{audience}}', resource: '{{resource}}' },
      },
      ...bearerRequest,
    },
  },
})
