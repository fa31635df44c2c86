import { describe, expect, it } from 'vitest'
import { api, imported, textsOf } from './openapi-document.fixture.ts'

describe('choosing the verification request', () => {
  const key = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }
  const pathFor = (paths: Record<string, object>, more: object = {}) => {
    const { definition } = imported({ ...api(key), paths, ...more })
    return definition.methods.xKey?.verify
  }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

  it.each([
    ['the account', { '/orders': { get: {} }, '/users/me': { get: {} } }, '/users/me'],
    [
      'no path parameters',
      { '/a/{id}': { get: { parameters: [id] } }, '/some/longer/list': { get: {} } },
      '/some/longer/list',
    ],
    ['the shortest path', { '/a/b/c': { get: {} }, '/a/b': { get: {} } }, '/a/b'],
    ['requests that need the key', { '/status': { get: { security: [] } }, '/a/b/c': { get: {} } }, '/a/b/c'],
    [
      'requests that need it always',
      { '/a': { get: { security: [{}, { key: [] }] } }, '/a/b/c': { get: {} } },
      '/a/b/c',
    ],
    ['names without side effects', { '/logout': { get: {} }, '/a/b/c/d': { get: {} } }, '/a/b/c/d'],
    ['operations that read', { '/a': { get: { operationId: 'deleteAll' } }, '/b/c': { get: {} } }, '/b/c'],
  ])('prefers %s', (_, paths, path) => {
    expect(pathFor(paths as never)).toMatchObject({ method: 'GET', path })
  })

  it('lets users enter the values of required parameters when there is no other request', () => {
    const query = { name: 'region', in: 'query', required: true, schema: { type: 'string' } }
    const { definition, guessed } = imported({
      ...api(key),
      paths: { '/shops/{id}/orders': { parameters: [id], get: { parameters: [query] } } },
    })
    expect(definition.methods.xKey).toMatchObject({
      fields: { required: ['xKey', 'id', 'region'] },
      verify: { path: '/shops/{{id}}/orders?region={{region}}' },
    })
    expect(textsOf(guessed)).toContain('Users enter what it needs: Id, Region.')
  })

  it('sends required headers with the only value that they can have', () => {
    const version = { name: 'API-Version', in: 'header', required: true, schema: { enum: ['2026-01'] } }
    expect(pathFor({ '/a': { get: { parameters: [version] } } })).toMatchObject({
      headers: { 'api-version': '2026-01' },
    })
  })

  it('proposes none when all requests may change something', () => {
    const { definition, leftOut } = imported({ ...api(key), paths: { '/a': { post: {}, delete: {} } } })
    expect(definition.methods.xKey?.verify).toHaveProperty('untestable')
    expect(textsOf(leftOut)).toContain('no verification was proposed')
  })
})
