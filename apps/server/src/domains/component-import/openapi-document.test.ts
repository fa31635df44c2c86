import { describe, expect, it } from 'vitest'
import { api, imported, textsOf } from './openapi-document.fixture.ts'

describe('an OpenAPI document', () => {
  it('takes parameters with names of keys for credentials when there are no schemes', () => {
    const parameters = [
      { name: 'appid', in: 'query', required: true, schema: { type: 'string' }, example: '0123456789abcdef' },
      { name: 'q', in: 'query', schema: { type: 'string' } },
    ]
    const { definition, guessed } = imported({
      ...api({}),
      security: undefined,
      paths: { '/weather': { get: { parameters } } },
    })
    expect(definition.methods.appid).toMatchObject({
      place: [{ in: 'query', name: 'appid', value: '{{appid}}' }],
      verify: { path: '/weather' },
    })
    expect(textsOf(guessed)).toContain('The document declares no security schemes.')
  })

  it('proposes a bearer token, and says so, when the document says nothing about credentials', () => {
    const { definition, guessed } = imported({ ...api({}), components: {}, security: undefined })
    expect(definition.methods).toHaveProperty('bearerToken')
    expect(textsOf(guessed)).toContain('A bearer token is proposed.')
  })

  it('keeps no secret of the document: no example, no default and no user in an address', () => {
    const secret = 'sk_live_0123456789abcdef'
    const document = api({
      key: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Key',
        description: `Try \`${secret}\`.`,
        'x-example': secret,
      },
    })
    document.info.description = `Use ${secret}.`
    document.servers = [
      { url: `https://user:${secret}@{tenant}.acme.example`, variables: { tenant: { default: secret } } },
    ] as never
    Object.assign(document.paths, {
      '/me': {
        get: {
          parameters: [
            { name: 'X-Other', in: 'header', required: true, schema: { default: secret }, example: secret },
          ],
        },
      },
    })
    expect(JSON.stringify(imported(document))).not.toContain('0123456789abcdef')
  })

  it('never takes braces in the document for placeholders', () => {
    const document = api({
      key: { type: 'apiKey', in: 'header', name: 'X-Key', description: 'Use {{key|nosuch}}.' },
    })
    document.info.title = '{{title}}'
    document.paths = { '/a{{xKey|nosuch}}b/me': { get: {} } } as never
    const { definition } = imported(document)
    expect(definition.methods.xKey?.verify).toHaveProperty('path', '/a%7B{{xKeyNosuch}}%7Db/me')
    expect(definition.methods.xKey?.fields.properties).toHaveProperty('xKeyNosuch')
  })

  it('ignores external references and cycles', () => {
    const document = api({
      a: { $ref: '#/components/securitySchemes/b' },
      b: { $ref: '#/components/securitySchemes/a' },
      c: { $ref: 'https://evil.example/scheme.yaml' },
    })
    const { definition, leftOut } = imported(document)
    expect(Object.values(definition.methods).map(({ title }) => title)).toEqual(['No credential'])
    expect(textsOf(leftOut)).toContain('refers to other files')
  })

  it.each([
    ['{"openapi": "4.0.0"}', 'must be an OpenAPI document'],
    ['just text', 'must be an object'],
    ['{"swagger": ', 'not valid JSON or YAML'],
  ])('refuses %j, and says what to do', (document, message) => {
    expect(() => imported(document)).toThrow(message)
  })
})
