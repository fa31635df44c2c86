import { fromDefinition, toDefinition } from '@stepkey/shared/definition'
import { describe, expect, it } from 'vitest'
import { type ImportNote, importComponent } from './import-component.ts'

const imported = (document: object) => {
  const result = importComponent('postman', JSON.stringify(document), { id: 'custom:acme' })
  expect(toDefinition(fromDefinition(result.definition))).toEqual(result.definition)
  return result
}
const textsOf = (notes: ImportNote[]) => notes.map(({ text }) => text).join('\n')

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
const list = (attributes: object) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value, type: 'string' }))
/** A collection of v2.1 with this auth and these requests. */
const collection = (auth: object | undefined, item: object[], more: object = {}) => ({
  info: { name: 'Acme', description: 'The API of Acme.', schema },
  ...(auth && { auth }),
  item,
  ...more,
})
const get = (raw: string, more: object = {}) => ({
  name: 'a',
  request: { method: 'GET', url: { raw }, ...more },
})
const me = get('https://api.acme.example/v1/me')

describe('importing a Postman collection', () => {
  it.each([
    [
      { type: 'apikey', apikey: list({ key: 'X-Key', value: 's3cret', in: 'header' }) },
      { place: [{ in: 'header', name: 'X-Key', value: '{{xKey}}' }] },
    ],
    [
      { type: 'apikey', apikey: { key: 'key', value: 's3cret', in: 'query' } },
      { place: [{ in: 'query', name: 'key', value: '{{key}}' }] },
    ],
    [
      { type: 'basic', basic: list({ username: 'u', password: 's3cret' }) },
      { place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }] },
    ],
    [
      { type: 'bearer', bearer: list({ token: 's3cret' }) },
      { place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }] },
    ],
    [
      { type: 'digest', digest: list({ username: 'u', password: 's3cret' }) },
      { place: [], signer: { scheme: 'digest', user: '{{user}}', password: '{{password}}' } },
    ],
    [
      {
        type: 'awsv4',
        awsv4: list({ accessKey: 'a', secretKey: 's3cret', region: 'eu-west-1', service: 's3' }),
      },
      {
        signer: { scheme: 'aws-sigv4', region: '{{region}}', service: 's3' },
        fields: { properties: { region: { default: 'eu-west-1' } } },
      },
    ],
    [
      {
        type: 'oauth2',
        oauth2: list({
          grant_type: 'client_credentials',
          accessTokenUrl: 'https://acme.example/token',
          clientSecret: 's3cret',
          scope: 'a b',
          client_authentication: 'body',
        }),
      },
      {
        token: {
          grant: 'client_credentials',
          url: 'https://acme.example/token',
          clientAuth: 'body',
          parameters: { scope: 'a b' },
        },
        place: [{ value: 'Bearer {{token.access_token}}' }],
      },
    ],
    [
      {
        type: 'oauth2',
        oauth2: list({
          grant_type: 'authorization_code_with_pkce',
          authUrl: '{{auth}}',
          accessTokenUrl: 'https://acme.example/token',
          addTokenTo: 'queryParams',
        }),
      },
      {
        token: {
          grant: 'authorization_code',
          authorizeUrl: '{{authorizationUrl}}',
          clientId: '{{clientId}}',
        },
        place: [{ in: 'query', name: 'access_token', value: '{{token.access_token}}' }],
      },
    ],
    [
      { type: 'oauth2', oauth2: list({ grant_type: 'implicit', accessToken: 's3cret' }) },
      { place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }] },
    ],
  ])('turns the auth %j into a method', (auth, method) => {
    const result = imported(collection(auth, [me]))
    expect(Object.values(result.definition.methods)).toMatchObject([
      {
        baseUrl: 'https://api.acme.example',
        verify: { method: 'GET', path: '/v1/me', control: true },
        ...method,
      },
    ])
    expect(JSON.stringify(result)).not.toContain('s3cret')
  })

  it('turns variables into fields, and keeps no value but that of a base URL', () => {
    const variable = [
      { key: 'baseUrl', value: 'https://api.acme.example/v2/' },
      { key: 'token', value: 's3cret-token' },
      { key: 'account', value: 's3cret-account' },
    ]
    const auth = { type: 'bearer', bearer: list({ token: '{{token}}' }) }
    const request = get('{{baseUrl}}/accounts/{{account}}/users/:userId?page={{page}}', {
      header: [
        { key: 'Accept', value: 'application/json' },
        { key: 'X-Off', value: 'y', disabled: true },
      ],
    })
    const result = imported(collection(auth, [{ name: 'folder', item: [request] }], { variable }))
    expect(result.definition.methods.bearerToken).toMatchObject({
      baseUrl: '{{baseUrl}}',
      fields: {
        properties: { baseUrl: { format: 'http-url', default: 'https://api.acme.example/v2' } },
        required: ['account', 'userId', 'accessToken', 'page'],
      },
      verify: {
        path: '/accounts/{{account}}/users/{{userId}}?page={{page}}',
        headers: { accept: 'application/json' },
      },
    })
    expect(JSON.stringify(result)).not.toMatch(/s3cret|X-Off/)
  })

  it('inherits the auth of folders, and makes a method of each kind', () => {
    const basic = { type: 'basic', basic: [] }
    const bearer = { type: 'bearer', bearer: [] }
    const { definition } = imported(
      collection(basic, [
        get('https://acme.example/public', { auth: { type: 'noauth' } }),
        { name: 'folder', auth: bearer, item: [get('https://acme.example/b')] },
        get('https://acme.example/a'),
        get('https://acme.example/c'),
      ]),
    )
    expect(definition.methods).toMatchObject({
      userAndPassword: { verify: { path: '/a' } },
      bearerToken: { verify: { path: '/b' } },
    })
  })

  it('recognizes keys in headers and parameters when the collection has no auth', () => {
    const { definition } = imported(
      collection(undefined, [
        { name: 'post', request: { method: 'POST', url: 'https://acme.example/x' } },
        get('https://acme.example/y?api_key=0123456789abcdef', { header: 'X-Version: 1\nX-Token: abc' }),
      ]),
    )
    expect(Object.values(definition.methods)[0]).toMatchObject({
      place: [
        { in: 'header', name: 'X-Token' },
        { in: 'query', name: 'api_key' },
      ],
      verify: { method: 'GET', path: '/y', headers: { 'x-version': '1' } },
    })
  })

  it('reads addresses given as parts, and the first request that needs no values', () => {
    const url = {
      protocol: 'https',
      host: ['api', 'acme', 'example'],
      port: '8443',
      path: ['v1', 'me'],
      query: [
        { key: 'a', value: 'b' },
        { key: 'c', value: 'd', disabled: true },
      ],
    }
    const bearer = { type: 'bearer', bearer: [] }
    const { definition } = imported(
      collection(bearer, [
        get('https://acme.example/{{id}}'),
        { name: 'parts', request: { method: 'GET', url } },
      ]),
    )
    expect(definition.methods.bearerToken).toMatchObject({
      baseUrl: 'https://api.acme.example:8443',
      verify: { path: '/v1/me?a=b' },
    })
  })

  it.each([
    [{ type: 'hawk', hawk: [] }, 'The authentication “hawk” is not supported'],
    [
      { type: 'oauth2', oauth2: list({ grant_type: 'password_credentials' }) },
      '“password_credentials” was left out',
    ],
  ])('says that the auth %j is left out', (auth, text) => {
    expect(textsOf(imported(collection(auth, [me])).leftOut)).toContain(text)
  })

  it('proposes no verification when no request only reads', () => {
    const post = { name: 'x', request: { method: 'POST', url: 'https://acme.example/x' } }
    const { definition, leftOut } = imported(
      collection({ type: 'bearer', bearer: [] }, [post], { event: [{ listen: 'prerequest' }] }),
    )
    expect(definition.methods.bearerToken?.verify).toHaveProperty('untestable')
    expect(textsOf(leftOut)).toContain('No request that only reads')
    expect(textsOf(leftOut)).toContain('Scripts were left out')
  })

  it.each([
    [{ item: [] }, 'must be a Postman collection'],
    [collection(undefined, []), 'has no request'],
  ])('refuses %j', (document, message) => {
    expect(() => imported(document)).toThrow(message)
  })
})
