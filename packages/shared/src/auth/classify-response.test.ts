import { describe, expect, it } from 'vitest'
import type { HttpCheck } from '../component.ts'
import { atPointer, classifyResponse, type HttpResponse } from './classify-response.ts'

const response = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const now = new Date('2026-11-23T12:00:00Z')
const classify = (check: HttpCheck, httpResponse: HttpResponse) => classifyResponse(check, httpResponse, now)
const plain: HttpCheck = { method: 'GET', path: '/', ok: { status: '2xx' } }

describe('classifyResponse', () => {
  it('classifies a 200 by the body rules of the component', () => {
    const slack: HttpCheck = {
      ...plain,
      ok: { status: 200, json: [{ at: '/ok', equals: true }] },
      rejected: [{ status: 200, json: [{ at: '/ok', equals: false }] }],
      identity: ['/team', '/user'],
    }
    expect(classify(slack, response(200, { ok: true, team: 'Acme' }))).toMatchObject({
      outcome: 'verified',
      identity: 'Acme',
    })
    expect(classify(slack, response(200, { ok: false, error: 'invalid_auth' }))).toMatchObject({
      outcome: 'rejected',
    })
    expect(classify(slack, response(200, { neither: 1 }))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
    expect(classify(slack, response(200, 'not JSON'))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
  })

  it.each([
    ['retry-after', '60'],
    ['x-ratelimit-remaining', '0'],
    ['ratelimit-remaining', '0'],
  ])('returns rate_limited for a 403 with %s: %s', (name, value) => {
    const headers = { [name]: value }
    expect(classify(plain, response(403, {}, headers))).toMatchObject({ outcome: 'rate_limited' })
    expect(classify(plain, response(200, {}, headers))).toMatchObject({ outcome: 'verified' })
  })

  it('returns rejected for a 400, 403 or 404 that a rule matches', () => {
    const check: HttpCheck = {
      ...plain,
      rejected: [{ status: [400, 404] }, { status: 403, json: [{ at: '/code', equals: 190 }] }],
    }
    expect(classify(check, response(404, {}))).toMatchObject({ outcome: 'rejected' })
    expect(classify(check, response(403, { code: 190 }))).toMatchObject({ outcome: 'rejected' })
    expect(classify(check, response(403, { code: 1 }))).toMatchObject({ outcome: 'limited' })
  })

  it('returns limited for a 401 that a forbidden rule matches', () => {
    const check: HttpCheck = {
      ...plain,
      forbidden: [{ status: 401, json: [{ at: '/scope', exists: false }] }],
    }
    expect(classify(check, response(401, {}))).toMatchObject({ outcome: 'limited' })
  })

  it('returns web_page for HTML, unless a rejected rule matches', () => {
    const html = { 'content-type': 'Text/HTML; charset=utf-8' }
    for (const body of ['<p>Welcome', '\ufeff \n<!-- proxy --><html>', '<?xml version="1.0"?><html>']) {
      expect(classify(plain, response(200, body, html))).toMatchObject({ reason: 'web_page' })
    }
    const page = response(403, '<!DOCTYPE html>', { 'content-type': 'text/html' })
    expect(classify(plain, page)).toMatchObject({ outcome: 'unexpected', reason: 'web_page' })
    expect(classify({ ...plain, rejected: [{ status: 403 }] }, page)).toMatchObject({ outcome: 'rejected' })
  })

  it('goes by the body, because many servers send data as text/html', () => {
    const html = { 'content-type': 'text/html' }
    for (const body of ['{"id":1}', '[]', 'OK', '', '<?xml version="1.0"?><user/>']) {
      expect(classify(plain, response(200, body, html))).toMatchObject({ outcome: 'verified' })
    }
    expect(classify(plain, response(200, '<user/>', { 'content-type': 'application/xml' }))).toMatchObject({
      outcome: 'verified',
    })
  })

  it('reads scopes from a header, a list, a list of objects or a string', () => {
    const scopes = (source: HttpCheck['scopes'], httpResponse: HttpResponse) =>
      classify({ ...plain, scopes: source }, httpResponse).scopes
    expect(scopes({ header: 'X-Scopes' }, response(200, {}, { 'x-scopes': 'repo, read:org' }))).toEqual([
      'repo',
      'read:org',
    ])
    expect(scopes({ at: '/scopes' }, response(200, { scopes: ['a', 7, 'b'] }))).toEqual(['a', 'b'])
    expect(scopes({ at: '/scope' }, response(200, { scope: 'a b' }))).toEqual(['a', 'b'])
    const list = { scopes: [{ handle: 'a' }, { handle: 7 }, { handle: 'b' }] }
    expect(scopes({ at: '/scopes', each: '/handle' }, response(200, list))).toEqual(['a', 'b'])
    expect(scopes({ at: '/scope' }, response(200, {}))).toBeUndefined()
  })

  it.each([
    ['date', '2026-12-01 10:00:00 UTC', '2026-12-01T10:00:00.000Z'],
    ['date', 'soon', undefined],
    ['date', '2026-12-01', '2026-12-01T00:00:00.000Z'],
    ['date', '2026-12-01T10:00:00', '2026-12-01T10:00:00.000Z'],
    ['date', '12/24/2026', undefined],
    ['date', '99999', undefined],
    ['date', '+012026-12-24', undefined],
    ['seconds', 253_402_300_799, '9999-12-31T23:59:59.000Z'],
    ['seconds', 1796119200000, '2026-12-01T10:00:00.000Z'],
    ['milliseconds', 253_402_300_800_000, undefined],
    ['lifetime', 1e13, undefined],
    ['seconds', 1796119200, '2026-12-01T10:00:00.000Z'],
    ['milliseconds', '1796119200000', '2026-12-01T10:00:00.000Z'],
    ['lifetime', 3600, '2026-11-23T13:00:00.000Z'],
    ['lifetime', 0, undefined],
    ['seconds', 1e300, undefined],
    ['seconds', null, undefined],
  ] as const)('reads an expiry as %s: %s', (as, expiry, expected) => {
    const check: HttpCheck = { ...plain, expires: { at: '/expiry', as } }
    expect(classify(check, response(200, { expiry })).expiresAt).toBe(expected)
  })

  it('returns unexpected with the reason of a matching wrongTarget rule', () => {
    const check: HttpCheck = { ...plain, wrongTarget: [{ status: 404, reason: 'wrong_account' }] }
    expect(classify(check, response(404, {}))).toMatchObject({
      outcome: 'unexpected',
      reason: 'wrong_account',
    })
  })

  it('returns the first non-empty string or number as the identity', () => {
    const check: HttpCheck = { ...plain, identity: ['/email', '/name'] }
    expect(classify(check, response(200, { email: '', name: 'Alice' })).identity).toBe('Alice')
    expect(classify(check, response(200, { email: 7 })).identity).toBe('7')
    expect(classify(check, response(200, { name: { nested: 1 } })).identity).toBeUndefined()
  })
})

describe('atPointer', () => {
  it.each([
    ['', { a: 1 }],
    ['/a', 1],
    ['/b/1', 'y'],
    ['/c~1d/e~0f', 2],
    ['/b/01x', undefined],
    ['/toString', undefined],
    ['/a/b', undefined],
  ])('returns the value at “%s”', (pointer, expected) => {
    const json = pointer === '' ? { a: 1 } : { a: 1, b: ['x', 'y'], 'c/d': { 'e~f': 2 } }
    expect(atPointer(json, pointer)).toEqual(expected)
  })
})
