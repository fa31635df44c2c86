import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { HttpCheck, Method } from '../component.ts'
import { applyPlacements, buildCheckRequest, UnusableValue } from './request.ts'
import { renderTemplate, templateFields, toBase64 } from './template.ts'

describe('templates', () => {
  it.each([
    ['Bearer {{token}}', { token: 't' }, 'Bearer t'],
    ['{{ a }}-{{b.c}}', { a: 1, b: { c: true } }, '1-true'],
    ['{{absent}}', {}, ''],
    ['{{absent|default:x}}', {}, 'x'],
    ['{{empty|default:x}}', { empty: '' }, 'x'],
    ['{{host|suffix:/api/v3|default:api.github.com}}', {}, 'api.github.com'],
    ['{{host|suffix:/api/v3|default:api.github.com}}', { host: 'h' }, 'h/api/v3'],
    ['{{a|trim|lower|prefix:<|suffix:>}}', { a: ' AbC ' }, '<abc>'],
    ['{{a|base64}}', { a: 'grüße' }, 'Z3LDvMOfZQ=='],
    ['{{a|urlencode}}', { a: 'a b/&' }, 'a%20b%2F%26'],
    ['{{a}}', { a: '{{b}}', b: 'never' }, '{{b}}'],
    ['{{constructor}}', {}, ''],
  ])('renders %s with %o as %s', (template, scope, expected) => {
    expect(renderTemplate(template, scope)).toBe(expected)
  })

  it('replaces a value that is not empty with the filter `as`', () => {
    const template = '{{region|after:cn-|as:.cn}}'
    expect(renderTemplate(template, { region: 'cn-north-1' })).toBe('.cn')
    expect(renderTemplate(template, { region: 'eu-central-1' })).toBe('')
    expect(renderTemplate(template, {})).toBe('')
  })

  it('throws for an unknown filter', () => {
    expect(() => renderTemplate('{{a|evil}}', { a: '1' })).toThrow(/no template filter/)
  })

  it('lists the fields that a template reads', () => {
    expect(templateFields('{{a|default:b}} {{c.d}}')).toEqual(['a', 'c.d'])
  })

  it('encodes a long text as base64', () => {
    expect(toBase64('x'.repeat(200_000))).toHaveLength(266_668)
  })
})

const check: HttpCheck = { method: 'GET', path: '{{path}}', ok: { status: '2xx' } }
const method = (place: Method['place'] = [], baseUrl = '{{base}}'): Method => ({
  title: 'x',
  fields: z.object({}),
  baseUrl,
  place,
  verify: check,
})
const build = (values: Record<string, unknown>, place?: Method['place'], template?: string) =>
  buildCheckRequest(method(place, template), check, {
    base: 'https://api.example.com',
    path: '/me',
    ...values,
  })

describe('buildCheckRequest', () => {
  it('applies all placements of a method', () => {
    const { url, headers, body } = build({ t: 'T', q: 'a&b' }, [
      { in: 'header', name: 'X-Token', value: 'k {{t}}' },
      { in: 'query', name: 'q', value: '{{q}}' },
      { in: 'cookie', name: 'a', value: '{{t}}' },
      { in: 'cookie', name: 'b', value: '1' },
      { in: 'body', name: 'token', value: '{{t}}' },
    ])
    expect(url.href).toBe('https://api.example.com/me?q=a%26b')
    expect(headers).toMatchObject({
      'x-token': 'k T',
      cookie: 'a=T; b=1',
      'content-type': 'application/json',
    })
    expect(body).toBe('{"token":"T"}')
  })

  it('leaves out placements without a value', () => {
    const { url, headers, body } = build({ t: 'T' }, [
      { in: 'header', name: 'x-token', value: '{{t}}' },
      { in: 'header', name: 'x-organization', value: '{{absent}}' },
      { in: 'query', name: 'team', value: '{{absent}}' },
      { in: 'body', name: 'team', value: '{{absent}}' },
      { in: 'cookie', name: 'team', value: '{{absent}}' },
    ])
    expect(url.search).toBe('')
    expect(Object.keys(headers)).toEqual(['x-token', 'accept', 'user-agent'])
    expect(body).toBeUndefined()
  })

  it('encodes basic authentication as UTF-8 and throws for a colon in the user name', () => {
    const place: Method['place'] = [{ in: 'basic', user: '{{u}}', password: '{{p}}' }]
    expect(applyPlacements(place, { u: 'ä', p: 'p:w' }).headers.authorization).toBe('Basic w6Q6cDp3')
    expect(() => applyPlacements(place, { u: 'a:b', p: '' })).toThrow(UnusableValue)
  })

  it('keeps the path and the query of the base URL', () => {
    expect(build({ base: 'https://api.example.com/v1/?org=7', path: '/me?x=1' }).url.href).toBe(
      'https://api.example.com/v1/me?x=1&org=7',
    )
  })

  it.each(['me', '//evil.test', '@evil.test/x', '/\\evil.test', 'https://evil.test', '.evil.test/'])(
    'throws for the path %s, which leads to another origin',
    (path) => {
      expect(() => build({ path })).toThrow(UnusableValue)
    },
  )

  it.each(['https://a@evil.test', 'https://x#', 'ftp://x', 'x'])('throws for the base URL %s', (base) => {
    expect(() => build({ base })).toThrow(UnusableValue)
  })

  it('throws for a value in a host name that is not part of one', () => {
    const template = 'https://{{sub}}.zendesk.com'
    expect(build({ sub: 'acme' }, [], template).url.href).toBe('https://acme.zendesk.com/me')
    for (const sub of ['evil.test/', 'evil.test#', 'a@evil', 'evil.test?', 'a b', 'a\\b']) {
      expect(() => build({ sub }, [], template)).toThrow(UnusableValue)
    }
  })

  it.each(['a\r\nx-evil: 1', 'a\nb', 'snow☃', 'nul\0'])(
    'throws for %j in a header and does not repeat it',
    (t) => {
      const attempt = () => build({ t }, [{ in: 'header', name: 'x', value: '{{t}}' }])
      expect(attempt).toThrow(UnusableValue)
      expect(attempt).not.toThrow(t)
    },
  )

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'a b', 'x:y', ''])(
    'throws for “%s” as a header name',
    (name) => {
      expect(() => build({ name }, [{ in: 'header', name: '{{name}}', value: 'v' }])).toThrow(UnusableValue)
    },
  )

  const lines = [
    { in: 'header', name: 'authorization', value: '{{t}}' },
    { in: 'header', lines: '{{headers}}' },
    { in: 'query', lines: '{{query}}' },
    { in: 'cookie', lines: '{{cookies}}' },
    { in: 'body', lines: '{{body}}' },
  ] as const
  it.each([
    ['headers', 'X-A: 1\nx-a: 2'],
    ['headers', 'Authorization: other'],
    ['query', 'a=1\na=2'],
    ['body', '__proto__=1\n__proto__=2'],
    ['cookies', 'a;b=1'],
    ['cookies', 'é=1'],
  ])('throws for %s that would be dropped or changed: %j', (field, text) => {
    expect(() => build({ t: 'T', [field]: text }, lines)).toThrow(
      expect.objectContaining({ fields: [{ path: field, message: expect.any(String) }] }),
    )
  })

  it('sends the cookies of a header line together with the others', () => {
    const { headers } = build({ headers: 'Cookie: a=1', cookies: 'b=2' }, lines)
    expect(headers.cookie).toBe('a=1; b=2')
  })

  it('throws for values in a body that is no object', () => {
    const withBody = (text: string) => () =>
      buildCheckRequest(
        method(lines),
        { ...check, body: { text: '{{text}}' } },
        { base: 'https://api.example.com', path: '/me', body: 'a=1', text },
      )
    expect(withBody('{"b":2}')().body).toBe('{"b":2,"a":"1"}')
    for (const text of ['[1]', '"x"', '7']) expect(withBody(text)).toThrow(UnusableValue)
  })

  it('names the field with the invalid value', () => {
    expect(() => build({ path: 'x' })).toThrow(
      expect.objectContaining({ fields: [{ path: 'path', message: expect.any(String) }] }),
    )
  })
})
