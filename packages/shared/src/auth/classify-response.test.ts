import { describe, expect, it } from 'vitest'
import type { HttpCheck } from '../component.ts'
import { type Answer, atPointer, classifyResponse } from './classify-response.ts'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const now = new Date('2026-11-23T12:00:00Z')
const read = (check: HttpCheck, given: Answer) => classifyResponse(check, given, now)
const plain: HttpCheck = { method: 'GET', path: '/', ok: { status: '2xx' } }

describe('judge', () => {
  it('reads a 200 with an error body by the component’s rules', () => {
    const slack: HttpCheck = {
      ...plain,
      ok: { status: 200, json: [{ at: '/ok', equals: true }] },
      rejected: [{ status: 200, json: [{ at: '/ok', equals: false }] }],
      identity: ['/team', '/user'],
    }
    expect(read(slack, answer(200, { ok: true, team: 'Acme' }))).toMatchObject({
      outcome: 'verified',
      identity: 'Acme',
    })
    expect(read(slack, answer(200, { ok: false, error: 'invalid_auth' }))).toMatchObject({
      outcome: 'rejected',
    })
    expect(read(slack, answer(200, { neither: 1 }))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
    expect(read(slack, answer(200, 'not JSON'))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
  })

  it('lets a rule turn a 400, 403 or 404 into a refusal', () => {
    const check: HttpCheck = {
      ...plain,
      rejected: [{ status: [400, 404] }, { status: 403, json: [{ at: '/code', equals: 190 }] }],
    }
    expect(read(check, answer(404, {}))).toMatchObject({ outcome: 'rejected' })
    expect(read(check, answer(403, { code: 190 }))).toMatchObject({ outcome: 'rejected' })
    expect(read(check, answer(403, { code: 1 }))).toMatchObject({ outcome: 'limited' })
  })

  it('lets a rule call an accepted but small key limited', () => {
    const check: HttpCheck = {
      ...plain,
      forbidden: [{ status: 401, json: [{ at: '/scope', exists: false }] }],
    }
    expect(read(check, answer(401, {}))).toMatchObject({ outcome: 'limited' })
  })

  it('never takes a web page for an answer', () => {
    expect(read(plain, answer(200, '{}', { 'content-type': 'Text/HTML; charset=utf-8' }))).toMatchObject({
      reason: 'web_page',
    })
    const page = answer(403, '<!DOCTYPE html>', { 'content-type': 'text/html' })
    expect(read(plain, page)).toMatchObject({ outcome: 'unexpected', reason: 'web_page' })
    expect(read({ ...plain, rejected: [{ status: 403 }] }, page)).toMatchObject({ outcome: 'rejected' })
  })

  it('reads scopes from a header, a list or a text', () => {
    const scopes = (source: HttpCheck['scopes'], given: Answer) =>
      read({ ...plain, scopes: source }, given).scopes
    expect(scopes({ header: 'X-Scopes' }, answer(200, {}, { 'x-scopes': 'repo, read:org' }))).toEqual([
      'repo',
      'read:org',
    ])
    expect(scopes({ at: '/scopes' }, answer(200, { scopes: ['a', 7, 'b'] }))).toEqual(['a', 'b'])
    expect(scopes({ at: '/scope' }, answer(200, { scope: 'a b' }))).toEqual(['a', 'b'])
    const list = { scopes: [{ handle: 'a' }, { handle: 7 }, { handle: 'b' }] }
    expect(scopes({ at: '/scopes', each: '/handle' }, answer(200, list))).toEqual(['a', 'b'])
    expect(scopes({ at: '/scope' }, answer(200, {}))).toBeUndefined()
  })

  it.each([
    ['date', '2026-12-01 10:00:00 UTC', '2026-12-01T10:00:00.000Z'],
    ['date', 'soon', undefined],
    ['seconds', 1796119200, '2026-12-01T10:00:00.000Z'],
    ['milliseconds', '1796119200000', '2026-12-01T10:00:00.000Z'],
    ['lifetime', 3600, '2026-11-23T13:00:00.000Z'],
    ['lifetime', 0, undefined],
    ['seconds', 1e300, undefined],
    ['seconds', null, undefined],
  ] as const)('reads an expiry as %s: %s', (as, expiry, expected) => {
    const check: HttpCheck = { ...plain, expires: { at: '/expiry', as } }
    expect(read(check, answer(200, { expiry })).expiresAt).toBe(expected)
  })

  it('blames the address where the answer tells that it is wrong', () => {
    const check: HttpCheck = { ...plain, elsewhere: [{ status: 404, because: 'wrong_account' }] }
    expect(read(check, answer(404, {}))).toMatchObject({ outcome: 'unexpected', reason: 'wrong_account' })
  })

  it('takes the first name that is one', () => {
    const check: HttpCheck = { ...plain, identity: ['/email', '/name'] }
    expect(read(check, answer(200, { email: '', name: 'Alice' })).identity).toBe('Alice')
    expect(read(check, answer(200, { email: 7 })).identity).toBe('7')
    expect(read(check, answer(200, { name: { nested: 1 } })).identity).toBeUndefined()
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
  ])('finds what stands at “%s”', (pointer, expected) => {
    const json = pointer === '' ? { a: 1 } : { a: 1, b: ['x', 'y'], 'c/d': { 'e~f': 2 } }
    expect(atPointer(json, pointer)).toEqual(expected)
  })
})
