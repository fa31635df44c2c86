import type { ImportFormat } from './import-component.ts'

/** A key that stands in every sample where documents have keys. It must never be in a result. */
export const SECRET = 'sk_live_0123456789abcdefSECRET'

export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Acme', description: 'Orders', version: '1', contact: { url: 'https://acme.example' } },
  servers: [
    {
      url: 'https://{tenant}.acme.example/{v}',
      variables: { tenant: { default: 'eu' }, v: { enum: ['1', '2'] } },
    },
  ],
  security: [{ key: [], app: [] }, { oauth: ['read'] }, {}],
  components: {
    securitySchemes: {
      key: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Key',
        description: `Such as ${SECRET}`,
        'x-example': SECRET,
      },
      app: { type: 'apiKey', in: 'cookie', name: 'app' },
      basic: { type: 'http', scheme: 'basic' },
      oidc: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://acme.example/.well-known/openid-configuration',
      },
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://acme.example/a',
            tokenUrl: '/t',
            scopes: { read: 'Read' },
          },
          clientCredentials: { tokenUrl: 'https://acme.example/t', scopes: {} },
          implicit: { authorizationUrl: 'https://acme.example/a', scopes: {} },
        },
      },
    },
    parameters: { limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } },
    schemas: {
      User: { allOf: [{ $ref: '#/components/schemas/User' }, { properties: { email: { type: 'string' } } }] },
    },
  },
  paths: {
    '/users/me': {
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } } },
        },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, example: SECRET }],
      get: {
        security: [{ basic: [] }, { oidc: [] }],
        parameters: [{ $ref: '#/components/parameters/limit' }],
      },
      delete: {},
    },
  },
}
const swagger = {
  swagger: '2.0',
  info: { title: 'Old' },
  host: 'acme.example',
  basePath: '/v1',
  schemes: ['https'],
  securityDefinitions: {
    basic: { type: 'basic' },
    code: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a.example',
      tokenUrl: 'https://a.example/t',
      scopes: { a: 'b' },
    },
  },
  paths: {
    '/a': {
      get: {
        security: [{ basic: [] }, { code: ['a'] }],
        parameters: [{ name: 'x', in: 'query', required: true, type: 'string', default: SECRET }],
      },
    },
  },
}
const descriptor = {
  title: 'Acme',
  description: 'CRM',
  docsUrl: 'https://acme.example',
  envVars: { ACME: { required: true } },
  authClientTypes: ['basic', 'oauth2'],
  credentials: {
    fields: {
      auth: { viewClass: 'HTTPAuthView' },
      name: {
        viewClass: 'TextFieldView',
        label: 'Name',
        required: true,
        placeholder: SECRET,
        order: 1,
        value: SECRET,
      },
      region: { viewClass: 'SelectView', model: { a: 'A' } },
      several: { viewClass: 'MultiSelectView', model: { a: 'A' } },
      check: { viewClass: 'CheckBoxView', note: 'x' },
      key: {
        viewClass: 'PasswordFieldView',
        prefix: 'a',
        suffix: 'b',
        help: { description: 'c', link: 'https://acme.example' },
      },
    },
    oauth2: {
      client_id: '{{ACME}}',
      client_secret: SECRET,
      auth_uri: 'https://{{region}}.acme.example/a',
      token_uri: 'https://acme.example/t',
      scopes: ['a'],
      prompt: 'consent',
    },
  },
  actions: {},
}
const postman = {
  info: { name: 'Acme', description: 'x', schema: 'v2.1.0' },
  auth: {
    type: 'apikey',
    apikey: [
      { key: 'key', value: 'X-Key' },
      { key: 'value', value: SECRET },
    ],
  },
  variable: [
    { key: 'baseUrl', value: 'https://acme.example' },
    { key: 'token', value: SECRET },
  ],
  item: [
    {
      name: 'a',
      request: {
        method: 'GET',
        url: { raw: '{{baseUrl}}/users/:id?x={{y}}' },
        header: [{ key: 'Authorization', value: `Bearer ${SECRET}` }],
      },
    },
    {
      name: 'f',
      auth: { type: 'basic', basic: { username: 'u', password: SECRET } },
      item: [{ request: { url: `https://acme.example/b?api_key=${SECRET}` } }],
    },
    {
      request: {
        auth: {
          type: 'oauth2',
          oauth2: [
            { key: 'grant_type', value: 'client_credentials' },
            { key: 'clientSecret', value: SECRET },
          ],
        },
        method: 'GET',
        url: { host: ['a', 'b'], path: ['c'] },
      },
    },
  ],
}
export const stepkey = {
  schema: 'component/v1',
  version: 3,
  id: 'acme',
  title: 'Acme',
  description: 'x',
  category: 'generic',
  docsUrl: 'https://acme.example',
  methods: {
    key: {
      title: 'Key',
      fields: {
        type: 'object',
        properties: {
          key: { type: 'string', title: 'Key', writeOnly: true, default: SECRET, allOf: [{ pattern: '^a' }] },
        },
        required: ['key'],
        additionalProperties: false,
      },
      baseUrl: 'https://acme.example',
      place: [{ in: 'header', name: 'x-key', value: '{{key}}' }],
      verify: { method: 'GET', path: '/me', ok: { status: '2xx' } },
    },
  },
}
/** Documents of all formats that are read from JSON or YAML. */
export const samples: [ImportFormat, object][] = [
  ['openapi', openapi],
  ['openapi', swagger],
  ['component.json', descriptor],
  ['postman', postman],
  ['stepkey', stepkey],
]
/** Commands of curl. */
export const commands = [
  `curl -X POST 'https://u:${SECRET}@acme.example/bot${SECRET}/x?key=${SECRET}#y' -H "Authorization: Token token=\\"${SECRET}\\"" -d '{"token":"${SECRET}","a":[1]}'`,
  `curl -sSkL -u $USER:${SECRET} -b 'sid=${SECRET}' -H$'X-Key: ${SECRET}' \\\n --url https://\${HOST}/a/{{b}} -x p --data-urlencode a=b -G`,
  `curl --aws-sigv4 aws:amz:eu:s3 -u AKIA:${SECRET} --oauth2-bearer ${SECRET} -F a=@b -E c.pem --json '{' acme.example`,
]
