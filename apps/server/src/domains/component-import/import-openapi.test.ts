import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { api, imported, methodOf, textsOf } from './openapi-document.fixture.ts'

describe('importing an OpenAPI document', () => {
  it('makes a complete definition of an API key, with nothing guessed but the name of the account', () => {
    const document = api({ key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } })
    Object.assign(document.components, {
      schemas: {
        Account: { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } },
      },
    })
    const { definition, understood, guessed, leftOut } = imported(document)
    expect(definition).toEqual({
      schema: 'component/v1',
      version: 1,
      id: 'custom:acme',
      title: 'Acme',
      description: 'Orders of Acme .',
      category: 'generic',
      docsUrl: 'https://docs.acme.example/auth',
      methods: {
        xApiKey: {
          title: 'X-API-Key',
          baseUrl: 'https://api.acme.example/v1',
          place: [{ in: 'header', name: 'X-API-Key', value: '{{xApiKey}}' }],
          fields: {
            type: 'object',
            properties: {
              xApiKey: {
                type: 'string',
                title: 'X-API-Key',
                description: 'Sent in the header “X-API-Key”.',
                writeOnly: true,
              },
            },
            required: ['xApiKey'],
            additionalProperties: false,
          },
          verify: { method: 'GET', path: '/me', ok: { status: '2xx' }, identity: ['/email'], control: true },
        },
      },
    })
    expect(textsOf(understood)).toContain('GET /me is proposed to verify the credential')
    expect(textsOf(guessed)).toBe(
      'The account name is taken from the response by the usual names of such members.',
    )
    expect(leftOut).toEqual([])
  })

  it('makes one method of each alternative, and combines schemes that apply together', () => {
    const document = api({
      app: { type: 'apiKey', in: 'header', name: 'X-App' },
      key: { type: 'apiKey', in: 'query', name: 'key' },
      session: { type: 'apiKey', in: 'cookie', name: 'sid' },
      login: { type: 'http', scheme: 'basic' },
      bearer: { type: 'http', scheme: 'Bearer' },
      digest: { type: 'http', scheme: 'digest' },
      certificate: { type: 'mutualTLS' },
    })
    document.security = [
      { app: [], key: [] },
      { session: [] },
      { login: [], certificate: [] },
      { bearer: [] },
      { digest: [] },
      { login: [], bearer: [] },
    ] as never
    const { definition, leftOut } = imported(document)
    expect(
      Object.values(definition.methods).map(({ place, signer, tls }) => ({ place, signer, tls })),
    ).toEqual([
      {
        place: [
          { in: 'header', name: 'X-App', value: '{{xApp}}' },
          { in: 'query', name: 'key', value: '{{key}}' },
        ],
      },
      { place: [{ in: 'cookie', name: 'sid', value: '{{sid}}' }] },
      {
        place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
        tls: { certificate: '{{certificate}}', privateKey: '{{privateKey}}' },
      },
      { place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }] },
      { place: [], signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' } },
    ])
    expect(textsOf(leftOut)).toContain('use the same part of the request')
  })

  it('imports the flows of OAuth 2.0, and leaves out those that OAuth 2.1 removes', () => {
    const endpoints = {
      authorizationUrl: 'https://login.acme.example/authorize',
      tokenUrl: 'https://login.acme.example/token',
      scopes: { 'orders:read': 'Read orders', 'orders:write': '' },
    }
    const document = api({
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: endpoints,
          clientCredentials: endpoints,
          implicit: endpoints,
          password: endpoints,
        },
      },
    })
    document.security = [{ oauth: ['orders:read'] }] as never
    const { definition, leftOut } = imported(document)
    expect(definition.methods).toMatchObject({
      oauth: {
        title: 'Connect with Acme',
        token: {
          grant: 'authorization_code',
          authorizeUrl: 'https://login.acme.example/authorize',
          url: 'https://login.acme.example/token',
          clientAuth: 'basic',
          scope: '{{scopes}}',
        },
        place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
        fields: {
          properties: {
            scopes: {
              items: { enum: ['orders:read', 'orders:write'] },
              'x-options': { 'orders:read': 'Read orders', 'orders:write': 'orders:write' },
              default: ['orders:read'],
            },
          },
        },
        verify: { method: 'GET', path: '/me' },
      },
      clientCredentials: {
        token: {
          grant: 'client_credentials',
          clientId: '{{clientId}}',
          clientSecret: '{{clientSecret}}',
          parameters: { scope: '{{scopes}}' },
        },
      },
    })
    expect(definition.methods.oauth?.token).not.toHaveProperty('clientId')
    expect(textsOf(leftOut)).toContain('The implicit flow was left out')
    expect(textsOf(leftOut)).toContain('The password flow was left out')
  })

  it('lets users enter an access token when only the implicit flow is described', () => {
    const flow = { authorizationUrl: 'https://login.acme.example/authorize', scopes: {} }
    const { definition, guessed } = imported(api({ oauth: { type: 'oauth2', flows: { implicit: flow } } }))
    expect(definition.methods).toMatchObject({
      accessToken: { place: [{ value: 'Bearer {{accessToken}}' }], verify: { path: '/me' } },
    })
    expect(textsOf(guessed)).toContain('so users enter an access token')
  })

  it('gives the client to each credential when users enter an endpoint', () => {
    const flow = {
      authorizationUrl: 'https://{tenant}.acme.example/authorize',
      tokenUrl: '/token',
      scopes: {},
    }
    expect(methodOf(api({ oauth: { type: 'oauth2', flows: { authorizationCode: flow } } }))).toMatchObject({
      token: { authorizeUrl: '{{authorizationUrl}}', url: '{{tokenUrl}}', clientId: '{{clientId}}' },
      fields: { required: ['clientId', 'clientSecret', 'authorizationUrl', 'tokenUrl'] },
    })
  })

  it('discovers the endpoints of OpenID Connect', () => {
    const openIdConnectUrl = 'https://login.acme.example/.well-known/openid-configuration'
    expect(methodOf(api({ oidc: { type: 'openIdConnect', openIdConnectUrl } })).token).toMatchObject({
      grant: 'authorization_code',
      discover: 'https://login.acme.example',
      scope: 'openid',
    })
  })

  it('signs requests to AWS, with the region of the server', () => {
    const hmac = {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    }
    const document = api({ hmac })
    Object.assign(document.info, { 'x-aws-signingName': 'iot' })
    const region = { enum: ['us-east-1', 'eu-west-1'], default: 'us-east-1' }
    document.servers = [{ url: 'https://iot.{region}.amazonaws.com', variables: { region } }] as never
    expect(methodOf(document)).toMatchObject({
      baseUrl: 'https://iot.{{region}}.amazonaws.com',
      signer: {
        scheme: 'aws-sigv4',
        region: '{{region}}',
        service: 'iot',
        secretAccessKey: '{{secretAccessKey}}',
      },
      verify: {
        rejected: [{ status: [400, 401, 403], text: expect.arrayContaining(['InvalidClientTokenId']) }],
      },
    })
  })

  it('imports Swagger 2.0', () => {
    const { definition } = imported({
      swagger: '2.0',
      info: { title: 'Old', version: '1' },
      host: 'old.example',
      basePath: '/api/',
      schemes: ['http', 'https'],
      securityDefinitions: {
        login: { type: 'basic' },
        code: {
          type: 'oauth2',
          flow: 'accessCode',
          authorizationUrl: 'https://old.example/a',
          tokenUrl: 'https://old.example/t',
          scopes: { read: 'Read' },
        },
        app: { type: 'oauth2', flow: 'application', tokenUrl: 'https://old.example/t', scopes: {} },
      },
      security: [{ login: [] }, { code: ['read'] }, { app: [] }],
      paths: {
        '/items': {
          get: {
            parameters: [
              { $ref: '#/parameters/limit' },
              { name: 'v', in: 'query', required: true, type: 'string', enum: ['2'] },
            ],
          },
        },
      },
      parameters: { limit: { name: 'per_page', in: 'query', type: 'integer', minimum: 1 } },
    })
    expect(Object.values(definition.methods).map(({ title }) => title)).toEqual([
      'User and password',
      'Connect with Old',
      'Client credentials',
    ])
    expect(definition.methods.userAndPassword).toMatchObject({
      baseUrl: 'https://old.example/api',
      verify: { path: '/items?v=2&per_page=1' },
    })
  })

  it('reads YAML, also with references to its parts', () => {
    const document = api({ key: { $ref: '#/components/x-schemes/key' } })
    Object.assign(document.components, { 'x-schemes': { key: { type: 'http', scheme: 'bearer' } } })
    expect(imported(stringify(document)).definition.methods).toHaveProperty('bearerToken')
  })
})
