import { describe, expect, it } from 'vitest'
import { api, methodOf } from './openapi-document.fixture.ts'

describe('the servers of an OpenAPI document', () => {
  it.each([
    [[{ url: 'https://a.example' }, { url: 'http://a.example' }], 'https://a.example', {}],
    [
      [{ url: 'https://a.example' }, { url: 'https://b.example/', description: 'Sandbox' }],
      '{{server}}',
      { server: { enum: ['https://a.example', 'https://b.example'], default: 'https://a.example' } },
    ],
    [[{ url: '/v2' }], '{{baseUrl}}', { baseUrl: { format: 'http-url' } }],
    [[], '{{baseUrl}}', { baseUrl: { format: 'http-url' } }],
    [[{ url: 'ftp://a.example' }], '{{baseUrl}}', {}],
    [
      [
        {
          url: 'https://{tenant}.a.example:{port}/{version}',
          variables: {
            tenant: {},
            port: { default: '8443' },
            version: { enum: ['v1', 'v2'], default: 'v2' },
          },
        },
      ],
      'https://{{tenant}}.a.example:8443/{{version}}',
      { tenant: { type: 'string' }, version: { enum: ['v1', 'v2'], default: 'v2' } },
    ],
    [
      [
        {
          url: '{scheme}://{host}/api',
          variables: { scheme: { enum: ['http', 'https'] }, host: { default: 'a.example' } },
        },
      ],
      'https://{{host}}/api',
      { host: { default: 'a.example' } },
    ],
    [
      [{ url: '{root}/api', variables: { root: { default: 'https://a.example/' } } }],
      '{{baseUrl}}/api',
      { baseUrl: { format: 'http-url', default: 'https://a.example' } },
    ],
  ])('turns the servers %j into the base URL %s', (servers, baseUrl, properties) => {
    const document = { ...api({ key: { type: 'apiKey', in: 'header', name: 'X-Key' } }), servers }
    expect(methodOf(document)).toMatchObject({ baseUrl, fields: { properties } })
  })
})
